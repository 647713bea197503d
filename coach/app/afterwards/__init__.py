"""With a recording in hand: find it, measure it, replay it, report and export it, keep its history."""
