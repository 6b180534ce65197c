package io.troupe.bench.company;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the tasks of a ticking sink noted, one track a partition. */
final class Taken {
    private final Path folder;
    private final String connector;
    private final int tasks;
    private final List<Track> tracks;
    private final Map<Path, Long> positions = new HashMap<>();

    Taken(Path folder, String connector, int tasks, int partitions) {
        this.folder = folder;
        this.connector = connector;
        this.tasks = tasks;
        this.tracks = Stream.generate(Track::new).limit(partitions).toList();
    }

    /** Reads on; a line in progress is left for the next time. */
    List<Track> read() {
        for (int task = 0; task < tasks; task++) {
            int number = task;
            newLines(folder.resolve(connector + "-" + task + ".notes")).lines().forEach(line -> note(line, number));
        }
        return tracks;
    }

    private void note(String line, int task) {
        String[] words = line.split(" ", -1);
        tracks.get(Integer.parseInt(words[1])).add(new Tick(Long.parseLong(words[0]), Long.parseLong(words[2]), task));
    }

    private String newLines(Path file) {
        if (!Files.exists(file)) {
            return "";
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long position = positions.getOrDefault(file, 0L);
            byte[] bytes = new byte[Math.toIntExact(in.length() - position)];
            in.seek(position);
            in.readFully(bytes);
            String text = new String(bytes, StandardCharsets.US_ASCII);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            positions.put(file, position + whole.length());
            return whole;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
