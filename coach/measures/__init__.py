"""From steps to numbers a runner can use. One file per measure, one table MEASURES."""
