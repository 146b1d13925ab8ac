"""The application in a browser: a small web server for one learner on this computer."""
