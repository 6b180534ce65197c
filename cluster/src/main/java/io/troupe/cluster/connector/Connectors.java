package io.troupe.cluster.connector;

import io.troupe.cluster.ClusterSettings;
import io.troupe.cluster.Patience;
import io.troupe.cluster.Refusal;
import io.troupe.cluster.Refusal.Reason;
import io.troupe.cluster.Shards;
import io.troupe.cluster.catalogue.Catalogue;
import io.troupe.cluster.offset.WholeOffsets;
import io.troupe.cluster.outage.JournalGate;
import io.troupe.cluster.parcel.Parcel;
import io.troupe.persistence.Caller;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.connector.RunState;
import io.troupe.persistence.connector.Status;
import io.troupe.persistence.connector.TargetState;
import io.troupe.worker.connector.ConnectorName;
import io.troupe.worker.offset.OffsetsRequest;
import io.troupe.worker.offset.PartitionOffset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;

/**
 * The one door to connectors. Hides where they live; requests wait in line, and the cluster's housekeeping is never an
 * error. A stage fails with {@link io.troupe.cluster.RefusedException} for every expected "no", and with {@link
 * java.util.concurrent.TimeoutException} when the cluster, or a plugin that validates, does not answer in time.
 *
 * <p>The catalogue says which incarnation a name means; the incarnation's entity knows whether it is alive. Where a
 * crash left the two different, the door puts them right.
 */
public final class Connectors {

    /**
     * A connector's entity answers in words of its own life; this is what the door's callers get: without topics, and
     * without the settings of tasks.
     */
    public record View(String name, ConnectorState state) {}

    /** @param created false when the connector was there before */
    public record Configured(View view, boolean created) {}

    /** How often a change is made anew because somebody else's came first. */
    private static final int MOST_TURNS = 100;

    /** How long a request that timed out may take longer, to say what it waited for. */
    private static final Duration EXPLANATION = Duration.ofSeconds(2);

    private final ActorSystem<?> system;
    private final ClusterSettings settings;
    private final Shards shards;
    private final ActorRef<Catalogue.Command> catalogue;
    private final Validator validator;
    private final OffsetThreads offsets;
    private final Patience patience;
    private final JournalGate gate;

    public Connectors(
            ActorSystem<?> system,
            ClusterSettings settings,
            Shards shards,
            ActorRef<Catalogue.Command> catalogue,
            Validator validator,
            OffsetThreads offsets) {
        this.system = system;
        this.settings = settings;
        this.shards = shards;
        this.catalogue = catalogue;
        this.validator = validator;
        this.offsets = offsets;
        this.patience = settings.patience();
        this.gate = new JournalGate(system);
    }

    public CompletionStage<List<String>> names() {
        return gate.read(askCatalogue(Catalogue.ListAll::new, Catalogue.Listing.class)
                .thenApply(
                        listing -> listing.ids().stream().map(ConnectorId::name).toList()));
    }

    public CompletionStage<Optional<View>> find(String name) {
        return look(name, ConnectorCommand.Describe::new, answer -> told(name, answer));
    }

    /** How a connector does; of its settings there are only those that say what it is. */
    public CompletionStage<Optional<View>> observe(String name) {
        return look(name, ConnectorCommand.Observe::new, answer -> told(name, answer));
    }

    /** The settings of a connector's tasks, in the order of their numbers. */
    public CompletionStage<Optional<List<Map<String, String>>>> tasks(String name) {
        return look(
                name,
                ConnectorCommand.ListTasks::new,
                answer -> answer instanceof Answer.Tasks tasks
                        ? CompletableFuture.completedFuture(tasks.configs())
                        : notFound(name));
    }

    private <T> CompletionStage<Optional<T>> look(
            String name,
            Function<ActorRef<Answer>, ConnectorCommand> question,
            Function<Answer, CompletionStage<T>> seen) {
        return gate.read(locate(name)
                .thenCompose(id -> id == null
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : ask(id, question)
                                .thenCompose(answer -> answer instanceof Answer.Gone gone
                                        ? clear(id, gone).thenApply(done -> Optional.empty())
                                        : seen.apply(answer).thenApply(Optional::of))));
    }

    /** Refused when the configuration is invalid, or a connector of that name exists. */
    public CompletionStage<View> create(String name, Map<String, String> config, TargetState target, Caller by) {
        return gate.change(() -> validator
                .check(config)
                .thenCompose(valid -> askCreate(name, config, target, by))
                .thenCompose(answer -> told(name, answer)));
    }

    /** Replaces the configuration, or creates the connector. Refused when the configuration is invalid. */
    public CompletionStage<Configured> configure(String name, Map<String, String> config, Caller by) {
        return gate.change(() -> validator.check(config).thenCompose(valid -> configureValid(name, config, by)));
    }

    private CompletionStage<Configured> configureValid(String name, Map<String, String> config, Caller by) {
        return locate(name).thenCompose(id -> {
            if (id == null) {
                return configureNew(name, config, by);
            }
            return ask(id, replyTo -> new ConnectorCommand.Configure(config, null, by, replyTo))
                    .thenCompose(answer -> answer instanceof Answer.Gone
                            ? configureNew(name, config, by)
                            : told(name, answer).thenApply(view -> new Configured(view, false)));
        });
    }

    /** Changes some settings; null takes one away. Nothing that others change meanwhile is lost. */
    public CompletionStage<View> patch(String name, Map<String, @Nullable String> changes, Caller by) {
        return changed(name, id -> ask(id, ConnectorCommand.Describe::new)
                .thenCompose(answer -> answer instanceof Answer.Told told
                        ? patched(id, told.state(), new ConfigPatch(changes), by, MOST_TURNS)
                        : CompletableFuture.completedFuture(answer)));
    }

    private CompletionStage<Answer> patched(
            ConnectorId id, ConnectorState state, ConfigPatch changes, Caller by, int turns) {
        if (turns == 0) {
            return CompletableFuture.completedFuture(new Answer.Refused(new Refusal(
                    Reason.TIMED_OUT,
                    "Connector " + id.name() + " is being changed by others all the time; try again")));
        }
        Map<String, String> config = changes.applyTo(state.config());
        return validator
                .check(config)
                .thenCompose(valid ->
                        ask(id, replyTo -> new ConnectorCommand.Configure(config, state.version(), by, replyTo)))
                .thenCompose(answer -> answer instanceof Answer.Overtaken overtaken
                        ? patched(id, overtaken.state(), changes, by, turns - 1)
                        : CompletableFuture.completedFuture(answer));
    }

    /** Somebody else may be faster; then there is a connector to configure. */
    private CompletionStage<Configured> configureNew(String name, Map<String, String> config, Caller by) {
        return askCreate(name, config, TargetState.STARTED, by)
                .thenCompose(answer -> answer instanceof Answer.Refused refused
                                && refused.refusal().reason() == Reason.ALREADY_EXISTS
                        ? configureValid(name, config, by)
                        : told(name, answer).thenApply(view -> new Configured(view, true)));
    }

    /** Told, or refused because it exists; a life that is over makes way for the next. */
    private CompletionStage<Answer> askCreate(String name, Map<String, String> config, TargetState target, Caller by) {
        Optional<String> fault = ConnectorName.fault(name);
        if (fault.isPresent()) {
            return CompletableFuture.completedFuture(new Answer.Refused(
                    new Refusal(Reason.INVALID, "This cannot be the name of a connector: " + fault.get())));
        }
        return askCatalogue(replyTo -> new Catalogue.Register(name, by, replyTo), Catalogue.Found.class)
                .thenCompose(found -> {
                    ConnectorId id = found.known();
                    return ask(id, replyTo -> new ConnectorCommand.Create(config, target, by, replyTo))
                            .thenCompose(answer -> {
                                if (answer instanceof Answer.Gone) {
                                    return forget(id).thenCompose(done -> askCreate(name, config, target, by));
                                }
                                if (answer instanceof Answer.Told) {
                                    catalogue.tell(new Catalogue.Confirm(id));
                                }
                                return CompletableFuture.completedFuture(answer);
                            });
                });
    }

    public CompletionStage<View> retarget(String name, TargetState target, Caller by) {
        return changed(name, id -> ask(id, replyTo -> new ConnectorCommand.Retarget(target, by, replyTo)));
    }

    /**
     * The connector as it is once its restart is planned; what restarts is RESTARTING until it runs again. Of the
     * connector alone, failed or not: as it is once it runs; refused when it failed to. Fails with {@link PluginTimeout}
     * when its plugin is what does not come back.
     */
    public CompletionStage<View> restart(String name, boolean includeTasks, boolean onlyFailed, Caller by) {
        return changed(
                        name,
                        id -> ask(id, replyTo -> new ConnectorCommand.Restart(includeTasks, onlyFailed, by, replyTo)))
                .exceptionallyCompose(
                        failure -> failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException
                                ? find(name)
                                        .toCompletableFuture()
                                        .orTimeout(EXPLANATION.toMillis(), TimeUnit.MILLISECONDS)
                                        .handle((found, unknown) -> found == null ? failure : explained(found, failure))
                                        .thenCompose(CompletableFuture::failedFuture)
                                : CompletableFuture.failedFuture(failure));
    }

    /** A connector that answers questions, but not whether it runs, waits for its plugin. */
    private Throwable explained(Optional<View> found, Throwable timeout) {
        return found.filter(view -> {
                    Status status = view.state().status();
                    return status != null && status.state() == RunState.RESTARTING;
                })
                .<Throwable>map(view -> new PluginTimeout("Request timed out. Connector " + view.name()
                        + " has been told to start and its plugin "
                        + view.state().config().get("connector.class") + " did not come back within "
                        + settings.askTimeout().toSeconds() + " s; it is RESTARTING until it does."))
                .orElse(timeout);
    }

    public CompletionStage<View> restartTask(String name, int task, Caller by) {
        return changed(name, id -> ask(id, replyTo -> new ConnectorCommand.RestartTask(task, by, replyTo)));
    }

    /** The connector ends first, then its name is free: nobody ever sees two of one name. */
    public CompletionStage<View> delete(String name, Caller by) {
        return gate.change(() -> locate(name)
                .thenCompose(id -> id == null
                        ? notFound(name)
                        : ask(id, replyTo -> new ConnectorCommand.Delete(by, replyTo))
                                .thenCompose(answer -> answer instanceof Answer.Gone gone
                                        ? deleteAgain(id, gone)
                                        : forget(id).thenApply(done -> answer))
                                .thenCompose(answer -> told(name, answer))));
    }

    /** Who asks for it may delete what the journal has lost: the catalogue then forgets it as well. */
    private CompletionStage<Answer> deleteAgain(ConnectorId id, Answer.Gone gone) {
        if (gone.deleted()) {
            return clear(id, gone).thenApply(done -> gone);
        }
        return doubt(id)
                .thenCompose(doubted -> doubted.configured()
                        ? forget(id).thenApply(done -> new Answer.Told(ConnectorState.BLANK))
                        : CompletableFuture.completedFuture(gone));
    }

    /** How far the connector has come; reading calls Kafka for a sink. */
    public CompletionStage<List<PartitionOffset>> offsets(String name) {
        return find(name)
                .thenCompose(found -> found.isEmpty()
                        ? notFound(name)
                        : offsets.read(
                                name,
                                found.get().state().config(),
                                WholeOffsets.reader(shards.offsets(name), settings)));
    }

    /** Whether the plugin changed what it keeps elsewhere, too. Refused unless the connector is stopped. */
    public CompletionStage<Boolean> changeOffsets(String name, OffsetsRequest request, Caller by) {
        return gate.change(() -> locate(name)
                .thenCompose(id -> id == null
                        ? notFound(name)
                        : Parcel.opened(shards.connector(id)
                                .<Answer>ask(
                                        replyTo -> new ConnectorCommand.ChangeOffsets(request, by, replyTo),
                                        settings.askTimeout())))
                .thenCompose(answer -> answer instanceof Answer.OffsetsChanged changed
                        ? CompletableFuture.completedFuture(changed.elsewhere())
                        : told(name, answer).thenApply(view -> false)));
    }

    /** How failures of the connector and its tasks are dealt with. */
    public CompletionStage<Answer.Supervised> examine(String name) {
        return locate(name)
                .thenCompose(id -> id == null ? notFound(name) : ask(id, ConnectorCommand.Examine::new))
                .thenCompose(answer -> answer instanceof Answer.Supervised supervised
                        ? CompletableFuture.completedFuture(supervised)
                        : notFound(name));
    }

    /** The topics that the connector's tasks used; none for a connector that does not exist. */
    public CompletionStage<List<String>> topics(String name) {
        return gate.read(topics(name, ConnectorCommand.ListTopics::new));
    }

    /** The list of topics begins anew with the next record of each. */
    public CompletionStage<List<String>> resetTopics(String name, Caller by) {
        return gate.change(() -> topics(name, replyTo -> new ConnectorCommand.ResetTopics(by, replyTo)));
    }

    private CompletionStage<List<String>> topics(String name, Function<ActorRef<Answer>, ConnectorCommand> ask) {
        return locate(name)
                .thenCompose(id ->
                        id == null ? CompletableFuture.completedFuture(new Answer.Topics(List.of())) : ask(id, ask))
                .thenCompose(answer -> answer instanceof Answer.Refused refused
                        ? CompletableFuture.failedFuture(refused.refusal().asException())
                        : CompletableFuture.completedFuture(
                                answer instanceof Answer.Topics used ? used.names() : List.of()));
    }

    private CompletionStage<View> changed(String name, Function<ConnectorId, CompletionStage<Answer>> ask) {
        return gate.change(() -> locate(name)
                .thenCompose(id -> id == null
                        ? notFound(name)
                        : ask.apply(id)
                                .thenCompose(answer -> answer instanceof Answer.Gone gone
                                        ? clear(id, gone).thenCompose(done -> notFound(name))
                                        : told(name, answer))));
    }

    private CompletionStage<@Nullable ConnectorId> locate(String name) {
        return askCatalogue(replyTo -> new Catalogue.Find(name, replyTo), Catalogue.Found.class)
                .thenApply(Catalogue.Found::id);
    }

    /**
     * A life that was never configured may be about to be: it is told to end, and loses its name only when it has. One
     * that the catalogue knows to have been configured stays: the stage fails with the reason, if its entity says so
     * again; while it is created, the two learn of it one after the other.
     */
    private CompletionStage<?> clear(ConnectorId id, Answer.Gone gone) {
        if (gone.deleted() && gate.closed()) {
            return CompletableFuture.completedFuture(gone);
        }
        if (gone.deleted()) {
            return forget(id);
        }
        return doubt(id)
                .thenCompose(doubted -> doubted.configured() ? lookAgain(id) : CompletableFuture.completedFuture(gone));
    }

    private CompletionStage<Answer> lookAgain(ConnectorId id) {
        return ask(id, ConnectorCommand.Describe::new)
                .thenCompose(answer -> answer instanceof Answer.Gone gone && !gone.deleted()
                        ? CompletableFuture.failedFuture(new Refusal(Reason.FAILED, lost(id)).asException())
                        : CompletableFuture.completedFuture(answer));
    }

    /** Earlier versions registered names that are too long for the journal, which cannot hold their end either. */
    private CompletionStage<Catalogue.Doubted> doubt(ConnectorId id) {
        return askCatalogue(replyTo -> new Catalogue.Doubt(id, replyTo), Catalogue.Doubted.class)
                .thenCompose(doubted -> doubted.configured() || id.name().length() <= ConnectorName.LONGEST
                        ? CompletableFuture.completedFuture(doubted)
                        : forget(id).thenApply(done -> doubted));
    }

    private static String lost(ConnectorId id) {
        return "Connector " + id.name()
                + " was configured, but the journal of the worker that asked for it holds nothing"
                + " of it: the database was restored in part, or a worker with another one is in the cluster. Mend that, or"
                + " create the connector again with its configuration, or delete it.";
    }

    private CompletionStage<Catalogue.Removed> forget(ConnectorId id) {
        return askCatalogue(replyTo -> new Catalogue.Remove(id, Caller.TROUPE, replyTo), Catalogue.Removed.class);
    }

    private static CompletionStage<View> told(String name, Answer answer) {
        if (answer instanceof Answer.Told told) {
            return CompletableFuture.completedFuture(new View(name, told.state()));
        }
        if (answer instanceof Answer.Refused refused) {
            return CompletableFuture.failedFuture(refused.refusal().asException());
        }
        return notFound(name);
    }

    private static <T> CompletionStage<T> notFound(String name) {
        return CompletableFuture.failedFuture(new Refusal(Reason.NOT_FOUND, "Unknown connector " + name).asException());
    }

    /** Whatever is asked may be said twice: the entity knows a request that comes again. */
    private CompletionStage<Answer> ask(ConnectorId id, Function<ActorRef<Answer>, ConnectorCommand> ask) {
        return patience.ask(limit -> shards.connector(id).ask(ask::apply, limit));
    }

    private <T> CompletionStage<T> askCatalogue(Function<ActorRef<T>, Catalogue.Command> ask, Class<T> answer) {
        return patience.ask(
                        limit -> AskPattern.<Catalogue.Command, T>ask(catalogue, ask::apply, limit, system.scheduler()))
                .thenApply(answer::cast);
    }
}
