package dev.beckon.benchmark.report;

/** The part of a page that only this program writes. */
public final class MarkedSection {

    private static final String BEGIN = "<!-- bench:begin -->";
    private static final String END = "<!-- bench:end -->";

    private MarkedSection() {}

    /** Returns whether the page has both marks, in order. */
    public static boolean isIn(String page) {
        int begin = page.indexOf(BEGIN);
        return begin >= 0 && page.indexOf(END, begin) >= 0;
    }

    /** Returns the page with this text between its marks. */
    public static String replace(String page, String text) {
        if (!isIn(page)) {
            throw new IllegalArgumentException("the page lacks the marks " + BEGIN + " and " + END);
        }
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END, begin);
        return page.substring(0, begin) + "\n" + text + page.substring(end);
    }
}
