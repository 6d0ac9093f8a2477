package dev.beckon.server.main;

import dev.beckon.server.tls.SelfSigned;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code beckon certificate FOLDER NAME...}: creates a self-signed certificate for trials, in the files cert.pem and
 * key.pem. Keeps existing files that are still good.
 */
final class CertificateCommand {

    private CertificateCommand() {}

    /**
     * Runs the command.
     *
     * @return its exit code
     */
    static int run(List<String> arguments, Map<String, String> environment) {
        if (arguments.size() < 2 || arguments.getFirst().startsWith("-")) {
            System.err.println("Usage: beckon certificate FOLDER NAME...");
            System.err.println("Makes a self-signed certificate for these host names and addresses, for trying out:");
            System.err.println("FOLDER/" + SelfSigned.CERTIFICATE + " and FOLDER/" + SelfSigned.KEY + ".");
            return Main.WRONG_SETTINGS;
        }
        Path folder = Path.of(arguments.getFirst());
        List<String> names = arguments.subList(1, arguments.size());
        try {
            boolean isNew = SelfSigned.ensure(folder, names);
            System.err.println((isNew ? "New" : "Kept") + ": self-signed certificate for " + String.join(", ", names)
                    + " in " + folder);
            return Main.ENDED;
        } catch (IOException impossible) {
            System.err.println("error: " + impossible.getMessage());
            return Main.FAILED;
        }
    }
}
