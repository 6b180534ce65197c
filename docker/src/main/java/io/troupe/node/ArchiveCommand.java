package io.troupe.node;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Keeps a worker's classes as Java has loaded and verified them (class-data sharing, JEP 350): most of what a worker
 * computes at its start, and when it first has a task, is that.
 */
@Command(
        name = "archive",
        description = {
            "Makes later starts from this folder faster: runs a worker for half a minute and keeps the classes that it"
                    + " has loaded in lib, about 120 MB.",
            "They fit this folder and this Java; run it again when either changes."
        },
        mixinStandardHelpOptions = true)
final class ArchiveCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException {
        Path distribution = inDistribution(Distribution.home());
        Path archive = inDistribution(Distribution.archive());
        Path unfinished = archive.resolveSibling("unfinished.jsa");
        deleteOld(archive.resolveSibling("").toAbsolutePath());
        try (Lifetime lifetime = Lifetime.begin()) {
            WorkFolder work = lifetime.own(WorkFolder.make("archive"));
            QuickstartCommand.logTo(work.log());
            System.out.println("Running a worker (logs: " + work.path() + ") ...");
            TrainingRun.of(distribution, unfinished, work, lifetime);
            if (!Files.exists(unfinished)) {
                throw new CommandFailed("This Java has kept nothing; see " + work.workerLog());
            }
            Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(work.workerLog());
            Files.delete(work.log());
        } finally {
            Files.deleteIfExists(unfinished);
        }
        System.out.printf(Locale.ROOT, "Kept %,d MB in %s%n", Files.size(archive) >> 20, archive);
        return 0;
    }

    private static Path inDistribution(Optional<Path> place) {
        return place.orElseThrow(() -> new CommandFailed("Classes are kept in a distribution, by its bin/troupe"));
    }

    /** Those for other folders and Javas, too: here nobody can use them. */
    private static void deleteOld(Path lib) {
        if (!Files.isWritable(lib)) {
            throw new CommandFailed("This user may not write to " + lib);
        }
        try (DirectoryStream<Path> old = Files.newDirectoryStream(lib, "*.jsa")) {
            for (Path each : old) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new CommandFailed(CommandFailed.BROKEN, lib + " cannot be cleared: " + CommandFailed.lineOf(e), e);
        }
    }
}
