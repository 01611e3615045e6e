"""The lists people choose from: kinds of service, and what is recorded of elders, kin and volunteers.

Every name is a Chinese msgid; codes are ASCII slugs that never change once they stand in a record.
"""
