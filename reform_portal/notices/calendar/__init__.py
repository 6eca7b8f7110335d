"""Dates of consultations for calendars."""
