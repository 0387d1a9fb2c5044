import java.io.FileInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Prints one line per profile and file: "PROFILE TAB PASS|FAIL TAB number of checks TAB number of failed checks TAB file",
 * followed by one line per broken rule: "TAB clause-test TAB failures TAB what the rule says". Arguments: profiles
 * separated by commas (3a,ua1), then files.
 */
public class Validate {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 1; i < args.length; i++) {
            for (String profile : args[0].split(",")) {
                PDFAFlavour flavour = PDFAFlavour.byFlavourId(profile);
                try (FileInputStream stream = new FileInputStream(args[i]);
                        PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
                    report(profile, args[i], validator.validate(parser));
                }
            }
        }
    }

    private static void report(String profile, String file, ValidationResult result) {
        Map<String, Integer> failures = new TreeMap<>();
        Map<String, String> messages = new HashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                failures.merge(rule, 1, Integer::sum);
                messages.putIfAbsent(rule, assertion.getMessage() + " | " + assertion.getLocation().getContext());
            }
        }
        int failed = failures.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println(String.join("\t", profile, result.isCompliant() ? "PASS" : "FAIL",
                String.valueOf(result.getTotalAssertions()), String.valueOf(failed), file));
        failures.forEach((rule, count) -> System.out.println("\t" + rule + "\t" + count + "\t" + messages.get(rule)));
    }
}
