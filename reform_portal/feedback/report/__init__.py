"""The consultation report: six parts named by the rule set, frozen when published; its page and its files."""
