package dev.beckon.server.observability;

/** Texts of strangers in log lines. */
final class LogText {

    private LogText() {}

    /**
     * Returns the text so that it can stand between quotes in a line: it can neither begin another line, nor end the
     * quotes to forge another key, nor change how a terminal shows the line.
     */
    static String quotable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(each -> append(safe, each));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int codePoint) {
        switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> safe.append(String.format("\\u{%x}", codePoint));
            default -> {
                if (codePoint == '"') {
                    safe.append('\'');
                } else if (codePoint == '\\') {
                    safe.append("\\\\");
                } else {
                    safe.appendCodePoint(codePoint);
                }
            }
        }
    }
}
