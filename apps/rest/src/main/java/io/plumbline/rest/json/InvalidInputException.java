package io.plumbline.rest.json;

import com.google.common.collect.ImmutableList;
import io.plumbline.controller.intent.InvalidField;

/** Input that cannot be taken: every field that is wrong, and for text that is no JSON the place. */
public final class InvalidInputException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ImmutableList<InvalidField> errors;
    private final int line;
    private final int column;

    /** Fields that are wrong; at least one. */
    public InvalidInputException(ImmutableList<InvalidField> errors) {
        this(errors, 0, 0);
    }

    public InvalidInputException(InvalidField error) {
        this(ImmutableList.of(error), 0, 0);
    }

    /** Text that is no JSON, at a line and column that count from 1. */
    public InvalidInputException(InvalidField error, int line, int column) {
        this(ImmutableList.of(error), line, column);
    }

    private InvalidInputException(ImmutableList<InvalidField> errors, int line, int column) {
        super(errors.get(0).toString());
        this.errors = errors;
        this.line = line;
        this.column = column;
    }

    public ImmutableList<InvalidField> errors() {
        return errors;
    }

    /** Line of the text where it stops being JSON; 0 where that is not the matter. */
    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
