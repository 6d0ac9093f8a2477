package dev.beckon.client;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Which package may know which. No exemptions. Plain tests on purpose: as fields with an annotation the rules do not reach
 * the report of this build, whether they hold or not.
 */
class ArchitectureTest {

    private static final String[] VALUES = {
        "dev.beckon.client.signal", "dev.beckon.client.room", "dev.beckon.client.outcome", "dev.beckon.client.ice"
    };
    private static final String[] JDK = {"java.lang..", "java.util", "org.jspecify.annotations"};

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.beckon");

    @Test
    void packages_haveNoCycles() {
        slices().matching("dev.beckon.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void values_knowOnlyValues() {
        classes()
                .that()
                .resideInAnyPackage(VALUES)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(VALUES).or(resideInAnyPackage(JDK)))
                .check(CLASSES);
    }

    @Test
    void session_isPure() {
        classes()
                .that()
                .resideInAPackage("dev.beckon.client.internal.session")
                .should()
                .onlyDependOnClassesThat(resideInAPackage("dev.beckon.client.internal.session")
                        .or(resideInAnyPackage(VALUES))
                        .or(resideInAnyPackage(JDK)))
                .check(CLASSES);
    }

    @Test
    void session_hasNoThreadsAndNoClocks() {
        noClasses()
                .that()
                .resideInAPackage("dev.beckon.client.internal.session")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, System.class, Runtime.class, java.util.Timer.class, java.util.Date.class)
                .check(CLASSES);
    }

    @Test
    void onlyTheConnection_knowsGrpcAndProtobuf() {
        noClasses()
                .that(resideInAPackage("dev.beckon.client..")
                        .and(not(resideInAnyPackage(
                                "dev.beckon.client.internal.connection", "dev.beckon.client.internal.status"))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "com.google.protobuf..", "dev.beckon.v1..")
                .check(CLASSES);
    }

    @Test
    void publicApi_showsNothingInternal() {
        classes()
                .that(not(resideInAnyPackage("dev.beckon.client.internal..", "dev.beckon.v1.."))
                        .and(JavaClass.Predicates.resideInAPackage("dev.beckon.client..")))
                .should(haveOnlyPublicTypesInPublicSignatures())
                .check(CLASSES);
    }

    private static ArchCondition<JavaClass> haveOnlyPublicTypesInPublicSignatures() {
        return new ArchCondition<>("have only types of the API and the JDK in public signatures") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getModifiers().contains(JavaModifier.PUBLIC)) {
                    return;
                }
                Stream.concat(type.getMethods().stream(), type.getConstructors().stream())
                        .filter(member ->
                                isVisible(member) && !member.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .forEach(member -> Stream.concat(
                                        member.getRawParameterTypes().stream(), Stream.of(member.getRawReturnType()))
                                .map(JavaClass::getBaseComponentType)
                                .filter(shown -> !isShowable(shown))
                                .forEach(shown -> events.add(SimpleConditionEvent.violated(
                                        type, member.getFullName() + " shows " + shown.getName()))));
            }
        };
    }

    private static boolean isVisible(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static boolean isShowable(JavaClass shown) {
        String in = shown.getPackageName();
        boolean ours = in.startsWith("dev.beckon.client") && !in.startsWith("dev.beckon.client.internal");
        return shown.isPrimitive() || ours || in.startsWith("java.") || in.startsWith("javax.net.ssl");
    }

    @Test
    void analysis_sawTheWholeModule() {
        assertThat(CLASSES.contain(SignalingClient.class)).isTrue();
        assertThat(CLASSES.stream().filter(type -> type.getPackageName().equals("dev.beckon.client.internal.session")))
                .hasSizeGreaterThan(10);
    }

    @Test
    void classFiles_areForJava8() throws IOException {
        for (Class<?> type : new Class<?>[] {SignalingClient.class, dev.beckon.v1.ClientFrame.class}) {
            try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(type.getSimpleName() + ".class"));
                    DataInputStream data = new DataInputStream(in)) {
                data.readInt();
                data.readUnsignedShort();
                assertThat(data.readUnsignedShort()).isEqualTo(52);
            }
        }
    }
}
