package io.troupe.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A file, where its copy goes, and what is read instead of it.
 *
 * @param source the input itself, or a copy of it that ends with a newline: only whole lines travel
 */
record CopyPlan(Path input, Path source, Path output, InputSurvey survey) {
    /** One line is one record, and JSON may need six bytes for a character. */
    static final long LONGEST_LINE = (DevBrokerSettings.MAX_MESSAGE_BYTES - 4096) / 6;

    /** Looks at both files and refuses what cannot work, with the reason. */
    static CopyPlan of(Path input, Path output, Path scratchFolder) {
        Path from = checkedInput(input.toAbsolutePath().normalize());
        Path to = checkedOutput(output.toAbsolutePath().normalize(), from);
        InputSurvey survey = surveyOf(from);
        if (survey.longestLine() > LONGEST_LINE) {
            throw new CommandFailed(String.format(
                    Locale.ROOT,
                    "%s has a line of %,d characters; the longest that is sure to fit into a record has %,d",
                    from,
                    survey.longestLine(),
                    LONGEST_LINE));
        }
        Path source = survey.needsNewline() ? scratchFolder.resolve("with-newline-" + from.getFileName()) : from;
        return new CopyPlan(from, source, to, survey);
    }

    /** What should be known before it starts, one line each. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (survey.carriageReturns() > 0) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "The input has %,d carriage returns, which FileStreamSource takes as ends of lines: "
                            + "the copy will have plain newlines and cannot be identical.",
                    survey.carriageReturns()));
        }
        if (survey.malformed() > 0) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "The input is not UTF-8 in %,d places, which FileStreamSource reads as U+FFFD: "
                            + "the copy cannot be identical.",
                    survey.malformed()));
        }
        if (survey.needsNewline()) {
            remarks.add("The last line has no newline and FileStreamSource passes on whole lines only: a copy with the"
                    + " newline travels instead, and the newline is taken off again at the end.");
        }
        return remarks;
    }

    /** Makes what is to be read; streams, for files larger than memory. */
    void prepare() throws IOException {
        if (!source.equals(input)) {
            try (OutputStream out = Files.newOutputStream(source)) {
                Files.copy(input, out);
                out.write('\n');
            }
        }
    }

    /** Takes off the newline that only travelled, and compares; -1 when both files are identical. */
    long firstDifference() throws IOException {
        if (!source.equals(input)) {
            try (FileChannel out = FileChannel.open(output, StandardOpenOption.WRITE)) {
                out.truncate(Math.max(0, out.size() - 1));
            }
        }
        return Files.mismatch(input, output);
    }

    private static Path checkedInput(Path input) {
        if (!Files.exists(input)) {
            throw new CommandFailed("Input " + input + " does not exist");
        }
        if (Files.isDirectory(input)) {
            throw new CommandFailed("Input " + input + " is a directory");
        }
        if (!Files.isRegularFile(input)) {
            throw new CommandFailed("Input " + input + " is not a regular file");
        }
        return input;
    }

    private static InputSurvey surveyOf(Path input) {
        try {
            return InputSurvey.of(input);
        } catch (IOException e) {
            throw new CommandFailed(CommandFailed.BROKEN, "Input " + input + " cannot be read: " + reason(e), e);
        }
    }

    private static Path checkedOutput(Path output, Path input) {
        try {
            if (Files.isDirectory(output)) {
                throw new CommandFailed("Output " + output + " is a directory");
            }
            if (Files.exists(output)) {
                if (Files.isSameFile(output, input)) {
                    throw new CommandFailed("Output " + output + " is the input itself");
                }
                if (!Files.isRegularFile(output)) {
                    throw new CommandFailed("Output " + output + " is not a regular file");
                }
                if (Files.size(output) > 0) {
                    throw new CommandFailed(
                            "Output " + output + " is not empty, and FileStreamSink would append to it");
                }
                Files.newOutputStream(output, StandardOpenOption.APPEND).close();
            } else {
                if (!Files.isDirectory(output.resolveSibling("."))) {
                    throw new CommandFailed("The folder of output " + output + " does not exist");
                }
                Files.newOutputStream(output).close();
                Files.delete(output);
            }
            return output;
        } catch (IOException e) {
            throw new CommandFailed(CommandFailed.BROKEN, "Output " + output + " cannot be written: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String told = e instanceof FileSystemException known ? known.getReason() : null;
        return told == null ? e.getClass().getSimpleName() + " " + CommandFailed.lineOf(e) : told;
    }
}
