package dev.beckon.simulation;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A fault that somebody might put into the sources: one piece of text of one file is replaced.
 *
 * @param what the fault in words
 * @param module where the file is, "server" or "client-java"
 * @param file path below the module's sources
 * @param find text that stands exactly once in the file
 * @param replace what stands there instead
 */
record Mutant(String what, String module, String file, String find, String replace) {

    private static final String SESSION = "dev/beckon/server/core/session/";
    private static final String CLIENT = "dev/beckon/client/internal/session/";

    static Mutant server(String what, String file, String find, String replace) {
        return new Mutant(what, "server", SESSION + file, find, replace);
    }

    static Mutant client(String what, String file, String find, String replace) {
        return new Mutant(what, "client-java", CLIENT + file, find, replace);
    }

    @Override
    public String toString() {
        return what;
    }

    /** Compiles the changed file, and plays seeds with it until one fails; "" if none does. */
    String firstFailure(Path folder, long seeds) throws Exception {
        compile(folder);
        try (URLClassLoader loader = new URLClassLoader(classPath(folder), ClassLoader.getPlatformClassLoader())) {
            Class<?> runner = loader.loadClass("dev.beckon.simulation.FirstFailure");
            return (String) runner.getMethod("among", long.class).invoke(null, seeds);
        }
    }

    private void compile(Path folder) throws IOException {
        Path source = Path.of("..", module, "src/main/java", file);
        String text = Files.readString(source);
        if (!text.contains(find) || text.indexOf(find) != text.lastIndexOf(find)) {
            throw new AssertionError("this text does not stand once in " + source + ": " + find);
        }
        Path changed = folder.resolve("source").resolve(file);
        Files.createDirectories(changed.getParent());
        Files.createDirectories(folder.resolve("classes"));
        Files.writeString(changed, text.replace(find, replace));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-nowarn",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.resolve("classes").toString(),
                changed.toString());
        if (result != 0) {
            throw new AssertionError("does not compile: " + what);
        }
    }

    /** The changed classes first, and everything else loaded anew with them. */
    private static URL[] classPath(Path folder) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        urls.add(folder.resolve("classes").toUri().toURL());
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            URI uri = Path.of(entry).toUri();
            urls.add(uri.toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
