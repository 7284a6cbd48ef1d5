"""What the figures of a province cost: the room, the report, a past minute, the freezing of a day."""
