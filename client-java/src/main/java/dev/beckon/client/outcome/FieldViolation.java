package dev.beckon.client.outcome;

import java.util.Objects;

/** A field that breaks a rule. Immutable. */
public final class FieldViolation {

    private final String field;
    private final String found;
    private final String expected;

    /** Created by the library. */
    public FieldViolation(String field, String found, String expected) {
        this.field = Objects.requireNonNull(field, "field");
        this.found = Objects.requireNonNull(found, "found");
        this.expected = Objects.requireNonNull(expected, "expected");
    }

    /** Returns the path of the field, for instance "signal.offer.sdp". */
    public String field() {
        return field;
    }

    /** Returns the invalid value, for instance "262200 bytes". */
    public String found() {
        return found;
    }

    /** Returns the expected value, for instance "at most 262144 bytes". */
    public String expected() {
        return expected;
    }

    @Override
    public String toString() {
        return field + ": " + found + " (expected: " + expected + ")";
    }
}
