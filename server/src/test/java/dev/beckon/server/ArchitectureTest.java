package dev.beckon.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which package may see which: the table of docs/architecture.md. No exemptions. */
class ArchitectureTest {

    private static final String ROOT = "dev.beckon.server.";

    private static final String[] CORE = {ROOT + "core.."};
    private static final String[] ANYWHERE = {"java..", "javax.net.ssl..", "org.jspecify.."};

    /** Package (with its subpackages, unless listed itself) to what it may import beside itself and the JDK. */
    private static final Map<String, String[]> TABLE = Map.ofEntries(
            Map.entry("core.peer", new String[] {}),
            Map.entry("core.message", packages("core.peer")),
            Map.entry("core.port", packages("core.peer", "core.message")),
            Map.entry("core.session", packages("core.peer", "core.message", "core.port")),
            Map.entry("rooms", CORE),
            Map.entry("ice", CORE),
            Map.entry("files", new String[] {}),
            Map.entry("auth", with(CORE, ROOT + "files..", "com.nimbusds..", "org.slf4j..")),
            Map.entry("tls", new String[] {ROOT + "files..", "io.grpc.util..", "org.slf4j.."}),
            Map.entry("cluster", CORE),
            Map.entry("wire", with(CORE, "dev.beckon.v1..", "com.google.protobuf..")),
            Map.entry(
                    "transport.grpc",
                    with(
                            CORE,
                            ROOT + "wire..",
                            ROOT + "limits..",
                            "dev.beckon.v1..",
                            "com.google.protobuf..",
                            "com.google.rpc..",
                            "io.grpc..")),
            Map.entry(
                    "transport.admin",
                    with(
                            CORE,
                            ROOT + "wire..",
                            ROOT + "transport.grpc..",
                            "dev.beckon.v1..",
                            "com.google.protobuf..",
                            "com.google.rpc..",
                            "io.grpc..")),
            Map.entry(
                    "transport.web",
                    with(
                            CORE,
                            ROOT + "limits..",
                            ROOT + "transport.grpc..",
                            "com.github.benmanes.caffeine..",
                            "io.grpc..",
                            "io.vertx..",
                            "io.netty..",
                            "org.slf4j..")),
            Map.entry(
                    "observability",
                    with(
                            CORE,
                            ROOT + "limits..",
                            "org.slf4j..",
                            "ch.qos.logback..",
                            "io.micrometer..",
                            "com.sun.net.httpserver..")),
            Map.entry(
                    "limits",
                    with(
                            CORE,
                            "io.github.bucket4j..",
                            "com.github.benmanes.caffeine..",
                            "io.netty.handler.ipfilter..",
                            "io.netty.util..")),
            Map.entry("config", with(CORE, ROOT + "limits..", "picocli..")),
            Map.entry("main", new String[] {
                "dev.beckon.server..", "dev.beckon.v1..", "io.grpc..", "io.vertx..", "picocli..", "org.slf4j.."
            }));

    private final JavaClasses server = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.beckon.server");

    @TestFactory
    Stream<DynamicTest> eachPackage_importsOnlyWhatTheTableAllows() {
        return TABLE.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> classes()
                        .that()
                        .resideInAPackage(ROOT + row.getKey() + "..")
                        .should()
                        .onlyDependOnClassesThat(resideInAnyPackage(with(ANYWHERE, row.getValue()))
                                .or(resideInAPackage(ROOT + row.getKey() + ".."))
                                .or(arraysOfPrimitives()))
                        .check(server)));
    }

    @Test
    void everyPackage_isInTheTable() {
        Set<String> unlisted = server.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> TABLE.keySet().stream().noneMatch(row -> (name + ".").startsWith(ROOT + row + ".")))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(unlisted).isEmpty();
    }

    @Test
    void packages_areFreeOfCycles() {
        slices().matching("dev.beckon.server.(**)").should().beFreeOfCycles().check(server);
    }

    @Test
    void nobodyImportsMain() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "main..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "main..")
                .check(server);
    }

    private static DescribedPredicate<JavaClass> arraysOfPrimitives() {
        return DescribedPredicate.describe("primitive or array of primitives", type -> type.getBaseComponentType()
                .isPrimitive());
    }

    private static String[] packages(String... names) {
        return Stream.of(names).map(name -> ROOT + name + "..").toArray(String[]::new);
    }

    private static String[] with(String[] some, String... others) {
        return Stream.concat(Stream.of(some), Stream.of(others)).toArray(String[]::new);
    }
}
