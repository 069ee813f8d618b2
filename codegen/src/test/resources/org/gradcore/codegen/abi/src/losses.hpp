// The family is there.
