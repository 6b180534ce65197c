package io.troupe.worker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of what plugins and clients say of their failures, before it becomes a status or a log line. It
 * belongs to the thread that runs a plugin, and to the threads that are started there.
 */
public final class Concealment {

    public static final Concealment NONE = new Concealment(List.of());

    /** Shorter values are no secrets, and in any message. */
    private static final int SHORTEST = 4;

    private static final int MOST = 256;
    private static final int DEEPEST = 64;
    private static final String HIDDEN = "[hidden]";

    private static final Pattern NAME_OF_A_SECRET = Pattern.compile(
            "password|passphrase|passwd|pwd|secret|token|credential|jaas|private\\.?key|keystore\\.key|api\\.?key"
                    + "|access\\.?key|user\\.?info",
            Pattern.CASE_INSENSITIVE);

    /** In the options of a login module, which are one setting. */
    private static final Pattern OPTION =
            Pattern.compile("(?:password|secret|token)\\w*\\s*=\\s*\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);

    private static final Set<String> SAID_ANYWHERE = Set.of("true", "false", "none", "null");

    private static final InheritableThreadLocal<Concealment> OF_THREAD = new InheritableThreadLocal<>();

    private record Secret(String value, String shown) {

        private static final Pattern WORD = Pattern.compile("\\p{L}{1,11}");

        boolean isWord() {
            return WORD.matcher(value).matches();
        }

        /** A plain word is a part of others: {@code postgres} does not spoil {@code jdbc:postgresql://}. */
        String goneFrom(String text) {
            int at = text.indexOf(value);
            if (at < 0) {
                return text;
            }
            boolean word = isWord();
            StringBuilder rest = new StringBuilder(text.length());
            int done = 0;
            for (; at >= 0; at = text.indexOf(value, at + value.length())) {
                int end = at + value.length();
                if (!word || (isEdge(text, at - 1) && isEdge(text, end))) {
                    rest.append(text, done, at).append(shown);
                    done = end;
                }
            }
            return rest.append(text, done, text.length()).toString();
        }

        private static boolean isEdge(String text, int at) {
            return at < 0 || at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
        }
    }

    private final List<Secret> secrets;

    private Concealment(List<Secret> secrets) {
        this.secrets = secrets;
    }

    /** @param secrets and what is shown in the place of each */
    private static Concealment of(Map<String, String> secrets) {
        return new Concealment(secrets.entrySet().stream()
                .map(each -> new Secret(each.getKey(), each.getValue()))
                // One may be a part of another.
                .sorted(Comparator.comparingInt(each -> -each.value().length()))
                .limit(MOST)
                .toList());
    }

    /** Of what references stand for, and of what is called a secret, in a configuration. */
    public static Concealment of(Map<String, String> written, Map<String, String> config) {
        return of(written, config, Set.of());
    }

    /** @param names of settings that are secrets whatever they are called */
    public static Concealment of(Map<String, String> written, Map<String, String> config, Set<String> names) {
        Map<String, String> secrets = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            String reference = written.get(key);
            if (reference != null && !reference.equals(value)) {
                add(secrets, value, reference);
            } else if (names.contains(key) || NAME_OF_A_SECRET.matcher(key).find()) {
                add(secrets, value, HIDDEN);
                Matcher option = OPTION.matcher(value);
                while (option.find()) {
                    add(secrets, option.group(1), HIDDEN);
                }
            }
        });
        return of(secrets);
    }

    private static void add(Map<String, String> secrets, String value, String shown) {
        String trimmed = value.trim();
        if (trimmed.length() >= SHORTEST && !SAID_ANYWHERE.contains(trimmed)) {
            secrets.putIfAbsent(trimmed, shown);
        }
    }

    /** Both. */
    public Concealment and(Concealment other) {
        Map<String, String> all = new LinkedHashMap<>();
        for (Concealment each : List.of(this, other)) {
            each.secrets.forEach(secret -> all.putIfAbsent(secret.value(), secret.shown()));
        }
        return of(all);
    }

    public static Concealment ofThread() {
        Concealment present = OF_THREAD.get();
        return present == null ? NONE : present;
    }

    /** From now on it is that of this thread. */
    public void enter() {
        OF_THREAD.set(this);
    }

    /** The same work, on whatever thread, with this in place of what the thread has. */
    public Runnable around(Runnable work) {
        return () -> {
            Concealment before = ofThread();
            enter();
            try {
                work.run();
            } finally {
                before.enter();
            }
        };
    }

    /** The text without secrets. */
    public String of(String text) {
        String concealed = text;
        for (Secret secret : secrets) {
            concealed = secret.goneFrom(concealed);
        }
        return concealed;
    }

    /** The failure itself where it gives nothing away, else one that is told as it is, without secrets. */
    public Throwable of(Throwable failure) {
        if (secrets.isEmpty()) {
            return failure;
        }
        Collection<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return gives(failure, seen) ? told(failure, DEEPEST) : failure;
    }

    private boolean gives(Throwable failure, Collection<Throwable> seen) {
        if (!seen.add(failure) || seen.size() > DEEPEST) {
            return false;
        }
        String said = failure.toString();
        if (said != null && !of(said).equals(said)) {
            return true;
        }
        List<Throwable> others = new ArrayList<>(List.of(failure.getSuppressed()));
        if (failure.getCause() != null) {
            others.add(failure.getCause());
        }
        return others.stream().anyMatch(each -> gives(each, seen));
    }

    private Throwable told(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        Told told = new Told(of(String.valueOf(failure)), cause == null || depth == 0 ? null : told(cause, depth - 1));
        told.setStackTrace(failure.getStackTrace());
        if (depth > 0) {
            for (Throwable suppressed : failure.getSuppressed()) {
                told.addSuppressed(told(suppressed, 0));
            }
        }
        return told;
    }

    /** Looks like the failure that it tells of, with the name of its class. */
    @SuppressWarnings("OverrideThrowableToString")
    private static final class Told extends Exception {
        private static final long serialVersionUID = 1L;

        Told(String text, @Nullable Throwable cause) {
            super(text, cause);
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
