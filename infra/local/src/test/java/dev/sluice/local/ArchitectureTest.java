package dev.sluice.local;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one test of the shape: who may know whom. A class belongs to the module out of whose {@code target} it was read. */
class ArchitectureTest {

    private static final String OURS = "dev.sluice..";
    private static final Pattern MODULE = Pattern.compile("/(shared|functions/[\\w-]+|infra/[\\w-]+)/target/");

    /**
     * The features of shared, lowest first; of one rank, they may know each other as long as there is no cycle. A package that is not
     * here yet is held by the other rules.
     */
    private static final List<List<String>> RANKS = List.of(
            List.of("event", "signature"),
            List.of("endpoint", "application", "email", "source", "sns"),
            List.of("delivery"),
            List.of("wake", "intake"),
            List.of("aws"));

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.sluice");
    }

    @Test
    void everyModuleIsRead() {
        TreeSet<String> modules = new TreeSet<>();
        classes.forEach(each -> modules.add(module(each)));

        assertThat(modules)
                .contains(
                        "shared",
                        "functions/ingest",
                        "functions/dispatcher",
                        "functions/scheduler",
                        "functions/api",
                        "infra/emulators",
                        "infra/local")
                .doesNotContain("unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "dispatcher", "scheduler", "api"})
    void aFunctionKnowsSharedAndNoOtherFunction(String function) {
        String module = "functions/" + function;

        classes()
                .that(areOf(module))
                .should(onlyDependOnClassesThat(areOf(module, "shared").or(areNotOurs())))
                .check(classes);
    }

    @Test
    void sharedKnowsNoOtherModule() {
        classes()
                .that(areOf("shared"))
                .should(onlyDependOnClassesThat(areOf("shared").or(areNotOurs())))
                .check(classes);
    }

    @Test
    void theEmulatorsKnowNothingOfOurs() {
        classes()
                .that(areOf("infra/emulators"))
                .should(onlyDependOnClassesThat(areOf("infra/emulators").or(areNotOurs())))
                .check(classes);
    }

    @Test
    void aFeatureKnowsNoneAboveIt() {
        for (int rank = 0; rank < RANKS.size(); rank++) {
            String[] above = packages(RANKS.subList(rank + 1, RANKS.size()));
            String[] own = packages(List.of(RANKS.get(rank)));
            noClasses()
                    .that(areOf("shared"))
                    .and(resideInAnyPackage(own))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(above))
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @Test
    void noFeatureKnowsTheAdapters() {
        noClasses()
                .that(areOf("shared"))
                .and(DescribedPredicate.not(resideInAPackage("dev.sluice.aws..")))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.sluice.aws.."))
                .check(classes);
    }

    @Test
    void noFeaturesKnowEachOtherInACircle() {
        slices().matching("dev.sluice.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void noPackagesKnowEachOtherInACircle() {
        slices().matching("dev.sluice.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void onlyTheAdaptersKnowTheSdk() {
        noClasses()
                .that(areOf("shared").or(areOfFunctions()))
                .and(DescribedPredicate.not(resideInAPackage("dev.sluice.aws..")))
                .should()
                .dependOnClassesThat(resideInAPackage("software.amazon.."))
                .check(classes);
    }

    @Test
    void onlyTheFunctionsKnowLambda() {
        noClasses()
                .that(areOf("shared"))
                .should()
                .dependOnClassesThat(resideInAPackage("com.amazonaws.."))
                .check(classes);
        classes()
                .that(areOfFunctions())
                .should(onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage("com.amazonaws.."))
                        .or(resideInAPackage("com.amazonaws.services.lambda.runtime.."))))
                .check(classes);
    }

    private static String[] packages(List<List<String>> ranks) {
        return ranks.stream()
                .flatMap(List::stream)
                .map(feature -> "dev.sluice." + feature + "..")
                .toArray(String[]::new);
    }

    private static DescribedPredicate<JavaClass> areOf(String... modules) {
        List<String> wanted = Arrays.asList(modules);
        return describe("are of " + String.join(", ", modules), each -> isOurs(each) && wanted.contains(module(each)));
    }

    private static DescribedPredicate<JavaClass> areOfFunctions() {
        return describe(
                "are of a function", each -> isOurs(each) && module(each).startsWith("functions/"));
    }

    private static DescribedPredicate<JavaClass> areNotOurs() {
        return describe("are not ours", each -> !isOurs(each));
    }

    private static boolean isOurs(JavaClass each) {
        return resideInAPackage(OURS).test(each.getBaseComponentType());
    }

    private static String module(JavaClass each) {
        return each.getBaseComponentType()
                .getSource()
                .map(source -> MODULE.matcher(source.getUri().toString()))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .orElse("unknown");
    }
}
