package org.biggantune.command.doctor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.biggantune.report.JsonFile;

/**
 * The result of the self-test.
 *
 * @param engine the engine and the device
 * @param checks the comparisons with recorded results
 * @param speed the speed of each mode
 */
record SelfTestResult(String engine, List<SelfTestCheck> checks, List<SelfTestSpeed> speed) {
    /** Copies the lists. */
    SelfTestResult {
        checks = List.copyOf(checks);
        speed = List.copyOf(speed);
    }

    /** Reads the result that a process has written. */
    static SelfTestResult of(ObjectNode node) {
        List<SelfTestCheck> checks = new ArrayList<>();
        node.path("checks").forEach(check -> checks.add(SelfTestCheck.of(check)));
        List<SelfTestSpeed> speed = new ArrayList<>();
        node.path("speed").forEach(one -> speed.add(SelfTestSpeed.of(one)));
        return new SelfTestResult(node.path("engine").asText(), checks, speed);
    }

    /** Combines two results. */
    SelfTestResult and(SelfTestResult other) {
        List<SelfTestCheck> allChecks = new ArrayList<>(checks);
        allChecks.addAll(other.checks);
        List<SelfTestSpeed> allSpeed = new ArrayList<>(speed);
        allSpeed.addAll(other.speed);
        return new SelfTestResult(engine, allChecks, allSpeed);
    }

    /** Returns whether all checks have passed. */
    boolean passed() {
        return checks.stream().allMatch(SelfTestCheck::passed);
    }

    /** Adds a line for each check, then for each figure. */
    void addTo(Map<String, String> facts) {
        facts.put("self-test", (passed() ? "passed, " : "failed, ") + engine);
        for (SelfTestCheck check : checks) {
            facts.put(check.name(), (check.passed() ? "passed: " : "failed: ") + check.text());
        }
        speed.forEach(one -> one.addTo(facts));
    }

    /** Returns a line with a remedy for each failed check. */
    List<String> problems() {
        return checks.stream()
                .filter(check -> !check.passed())
                .map(check -> "self-test: " + check.name() + ": " + check.text() + ", on " + engine
                        + "; this device's results cannot be trusted: try --device cpu, or another driver or libtorch")
                .toList();
    }

    /** Returns a JSON object with {@code engine}, {@code passed}, {@code checks} and {@code speed}. */
    ObjectNode json() {
        ObjectNode node = JsonFile.object().put("engine", engine).put("passed", passed());
        for (SelfTestCheck check : checks) {
            ObjectNode one = (ObjectNode) JsonFile.tree(check);
            node.withArray("checks").add(one.put("passed", check.passed()));
        }
        speed.forEach(one -> node.withArray("speed").add(one.json()));
        return node;
    }
}
