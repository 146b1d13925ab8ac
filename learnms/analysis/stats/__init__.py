"""Statistics of a review history: retention, calibration, daily counts."""
