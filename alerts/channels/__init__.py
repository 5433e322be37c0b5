"""Channels: one small file each. Given a parcel, a channel sends it or says why not and whether trying again helps."""
