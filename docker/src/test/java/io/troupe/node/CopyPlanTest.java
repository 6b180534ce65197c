package io.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyPlanTest {
    private final Path folder;

    CopyPlanTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsTheInputItselfWhenItEndsWithANewline() throws IOException {
        CopyPlan plan = plan(file("in", "one\n"), folder.resolve("out"));

        assertThat(plan.source()).isEqualTo(plan.input());
        assertThat(plan.remarks()).isEmpty();
        assertThat(plan.output()).doesNotExist();
    }

    @Test
    void sendsAWorkingCopyWhenTheLastNewlineIsMissing() throws IOException {
        CopyPlan plan = plan(file("in", "one\ntwo"), folder.resolve("out"));
        plan.prepare();
        Files.copy(plan.source(), plan.output());

        assertThat(plan.source()).hasContent("one\ntwo\n");
        assertThat(plan.remarks()).singleElement().asString().contains("no newline");
        assertThat(plan.firstDifference()).isEqualTo(-1);
        assertThat(plan.input()).hasSameBinaryContentAs(plan.output());
    }

    @Test
    void findsTheFirstDifference() throws IOException {
        CopyPlan plan = plan(file("in", "one\ntwo\n"), folder.resolve("out"));
        file("out", "one\nzwo\n");

        assertThat(plan.firstDifference()).isEqualTo(4);
    }

    @Test
    void announcesWhatCannotBeIdentical() throws IOException {
        CopyPlan plan = plan(file("in", "one\r\n"), folder.resolve("out"));

        assertThat(plan.remarks()).singleElement().asString().contains("carriage returns");
    }

    @Test
    void refusesInputsThatCannotBeSent() throws IOException {
        Path out = folder.resolve("out");
        refuses(folder.resolve("missing"), out, "does not exist");
        refuses(folder, out, "is a directory");
        refuses(Path.of("/dev/null"), out, "is not a regular file");
        refuses(file("long", "x".repeat((int) CopyPlan.LONGEST_LINE + 1) + "\n"), out, "has a line of");
    }

    @Test
    void refusesOutputsThatCannotBecomeACopy() throws IOException {
        Path in = file("in", "one\n");
        Path link = Files.createSymbolicLink(folder.resolve("link"), in);
        refuses(in, in, "is the input itself");
        refuses(in, link, "is the input itself");
        refuses(in, folder, "is a directory");
        refuses(in, file("full", "x"), "is not empty");
        refuses(in, folder.resolve("missing").resolve("out"), "The folder of output");
        refuses(in, Path.of("/dev/null"), "is not a regular file");
    }

    @Test
    void makesTheSameSampleEveryTime() throws IOException {
        Path first = SampleText.writeTo(folder.resolve("first"));
        Path second = SampleText.writeTo(folder.resolve("second"));

        assertThat(InputSurvey.of(first).lines()).isEqualTo(SampleText.LINES).isGreaterThanOrEqualTo(100_000);
        assertThat(InputSurvey.of(first).isFaithful()).isTrue();
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }

    private void refuses(Path input, Path output, String reason) {
        assertThatThrownBy(() -> plan(input, output))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining(reason);
    }

    private CopyPlan plan(Path input, Path output) {
        return CopyPlan.of(input, output, folder);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
