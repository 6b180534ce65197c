package io.troupe.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.cluster.ClusterSettings;
import io.troupe.cluster.Company;
import io.troupe.cluster.Rehearsal;
import io.troupe.cluster.connector.Connectors;
import io.troupe.cluster.connector.OffsetThreads;
import io.troupe.cluster.connector.Validator;
import io.troupe.cluster.join.Joining;
import io.troupe.cluster.join.Terms;
import io.troupe.cluster.logger.ClusterLoggers;
import io.troupe.http.ConnectorByName;
import io.troupe.http.ConnectorRoutes;
import io.troupe.http.ConnectorTypes;
import io.troupe.http.HttpServer;
import io.troupe.http.HttpSettings;
import io.troupe.http.InternalRoutes;
import io.troupe.http.LoggerRoutes;
import io.troupe.http.OffsetRoutes;
import io.troupe.http.PluginRoutes;
import io.troupe.http.Readiness;
import io.troupe.http.ServerRoutes;
import io.troupe.http.SupervisionRoutes;
import io.troupe.http.TopicRoutes;
import io.troupe.http.extension.ClusterView;
import io.troupe.http.extension.RestExtensions;
import io.troupe.persistence.journal.GroupLeases;
import io.troupe.persistence.journal.JournalFiles;
import io.troupe.persistence.journal.JournalHealth;
import io.troupe.persistence.journal.JournalSchema;
import io.troupe.persistence.journal.JournalSettings;
import io.troupe.persistence.journal.OwnPassword;
import io.troupe.plugins.PluginSettings;
import io.troupe.plugins.Plugins;
import io.troupe.worker.SecretSettings;
import io.troupe.worker.TaskLoops;
import io.troupe.worker.TaskRehearsal;
import io.troupe.worker.TopicTracking;
import io.troupe.worker.WorkerSettings;
import io.troupe.worker.connector.ClientOverrides;
import io.troupe.worker.connector.ConnectorRuns;
import io.troupe.worker.connector.validation.ConnectorValidation;
import io.troupe.worker.connector.validation.PluginDefinitions;
import io.troupe.worker.kafka.KafkaClients;
import io.troupe.worker.metrics.WorkerMetrics;
import io.troupe.worker.offset.ConnectorOffsets;
import io.troupe.worker.provider.ConfigProviders;
import io.troupe.worker.source.CommitThreads;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Read me first: how a worker is put together, from its settings to its REST API. */
final class Node {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Started started;
    private final Plugins plugins;
    private final ConfigProviders providers;
    private final SecretSettings secrets;
    private final Map<String, String> properties;
    private final CompletableFuture<Done> arrived = new CompletableFuture<>();
    private final CompletableFuture<Done> ended = new CompletableFuture<>();
    private final HttpServer server;

    /** @param file as the user wrote it, references to config providers unresolved */
    private Node(Map<String, String> file, Started started) {
        this.started = started;
        plugins = started.own(Plugins.scan(PluginSettings.of(file, Distribution.plugins())));
        providers = started.own(ConfigProviders.of(plugins, file));
        secrets = new SecretSettings(plugins);
        properties = providers.resolveWorker(file);
        server = assemble();
    }

    /** As {@link Troupe#start} says; when it throws, whatever was started by then has ended again. */
    static Node start(Map<String, String> properties) {
        Started started = new Started();
        try {
            Node node = new Node(properties, started);
            LOG.info("The REST API is at {}", node.restUrl());
            return node;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private HttpServer assemble() {
        ClientOverrides overrides = started.own(ClientOverrides.of(plugins, properties));
        RestExtensions extensions = started.own(RestExtensions.of(plugins, properties));
        Config config = ConnectProperties.toConfig(properties);
        String group = WorkerSettings.of(properties, "").groupId();
        JournalSettings written = JournalSettings.of(config);
        HttpSettings http = HttpSettings.of(properties, config);
        List<String> seeds = SeedNodes.of(config, written);
        ClusterListener listener = ClusterListener.of(config, written);
        ConnectProperties.logUnused(properties);

        String kafkaClusterId = KafkaCluster.id(properties);
        JournalFiles files = JournalFiles.of(written);
        files.makeFolder();
        JournalSettings journal = OwnPassword.with(written);
        JournalSchema.migrate(journal);
        files.protect();
        GroupLeases leases = started.own(new GroupLeases(journal));
        String journalId = JournalIdentity.of(leases, journal);
        KafkaRecordOfJournal.check(properties, group, journalId, journal.withoutParameters());
        Terms terms = NodeTerms.of(WorkerSettings.of(properties, ""), plugins, journalId, kafkaClusterId);
        Config all = ConfigFactory.parseMap(Map.of("troupe.cluster.terms", terms.signature()))
                .withFallback(listener.toConfig())
                .withFallback(journal.toConfig())
                .withFallback(config);
        ActorSystem<Void> system = started.system(ConnectProperties.systemName(group), all);
        system.getWhenTerminated().thenAccept(ended::complete);
        HttpServer rest = HttpServer.bind(system, http);
        WorkerSettings worker = WorkerSettings.of(properties, rest.workerId());
        WorkerMetrics metrics = started.ownToTheLast(WorkerMetrics.start(worker, kafkaClusterId));
        ClusterSettings cluster = ClusterSettings.of(all, group, Clock.systemUTC());
        KafkaClients clients = new KafkaClients(all, worker, kafkaClusterId);
        TaskLoops loops =
                new TaskLoops(plugins, worker, clients, started.ownToTheLast(new CommitThreads()), providers, secrets);
        TaskRehearsal.of(loops, clients, metrics);
        Rehearsal.of(system, cluster);
        Joining.join(
                system,
                new Joining.Application(group, terms, seeds, rest.advertised().toString(), cluster.lease()),
                leases);

        Validator validator = started.ownToTheLast(new Validator(
                new ConnectorValidation(plugins, providers, secrets, overrides, properties),
                new PluginDefinitions(plugins),
                cluster.askTimeout()));
        Company company = company(system, cluster, loops, clients, metrics, validator);
        company.arrived().thenAccept(arrived::complete);
        Connectors connectors = company.connectors();
        ConnectorTypes types = new ConnectorTypes(plugins);
        rest.serve(
                paths -> extensions.register(new ClusterView(connectors, types::of, kafkaClusterId), paths),
                new ServerRoutes(
                        KafkaCluster.compatible(kafkaClusterId),
                        metrics,
                        new Readiness(arrived::isDone, JournalHealth.of(system)::trouble, http.strictHealth())),
                new PluginRoutes(plugins, validator),
                new ConnectorRoutes(connectors, types, rest.advertised()),
                new ConnectorByName(connectors, types),
                new OffsetRoutes(connectors),
                new TopicRoutes(connectors, TopicTracking.of(properties)),
                new SupervisionRoutes(connectors),
                new InternalRoutes(),
                new LoggerRoutes(ClusterLoggers.start(system, LogbackLoggers.ofThisProcess())));
        return rest;
    }

    private Company company(
            ActorSystem<Void> system,
            ClusterSettings cluster,
            TaskLoops loops,
            KafkaClients clients,
            WorkerMetrics metrics,
            Validator validator) {
        return Company.assemble(
                system,
                cluster,
                loops,
                new ConnectorRuns(plugins, providers, secrets, loops.settings().topicCreation()),
                metrics,
                validator,
                started.ownToTheLast(new OffsetThreads(new ConnectorOffsets(plugins, providers, secrets, clients))));
    }

    URI restUrl() {
        return server.advertised();
    }

    /** None when there is no admin part. */
    Optional<URI> adminUrl() {
        return server.adminAddress();
    }

    /** As {@link Company#arrived} says. */
    CompletionStage<Done> arrived() {
        return arrived;
    }

    /** Completes when the node has ended, asked to or by itself. */
    CompletionStage<Done> ended() {
        return ended;
    }

    void stop() {
        started.close();
    }
}
