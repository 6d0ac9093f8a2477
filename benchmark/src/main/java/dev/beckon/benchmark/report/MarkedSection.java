package dev.beckon.benchmark.report;

/** The part of a page that is written by this program and by nobody else. */
public final class MarkedSection {

    private static final String BEGIN = "<!-- bench:begin -->";
    private static final String END = "<!-- bench:end -->";

    private MarkedSection() {}

    /** Whether the page has both marks, in order. */
    public static boolean isIn(String page) {
        int begin = page.indexOf(BEGIN);
        return begin >= 0 && page.indexOf(END, begin) >= 0;
    }

    /** The page with this text between its marks, instead of what was there. */
    public static String replace(String page, String text) {
        if (!isIn(page)) {
            throw new IllegalArgumentException("the page lacks the marks " + BEGIN + " and " + END);
        }
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END, begin);
        return page.substring(0, begin) + "\n" + text + page.substring(end);
    }
}
