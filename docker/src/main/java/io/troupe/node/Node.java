package io.troupe.node;

import com.typesafe.config.Config;
import io.troupe.cluster.ClusterSettings;
import io.troupe.cluster.Company;
import io.troupe.cluster.connector.Connectors;
import io.troupe.cluster.connector.Validator;
import io.troupe.http.ConnectorRoutes;
import io.troupe.http.HttpServer;
import io.troupe.http.HttpSettings;
import io.troupe.http.ServerRoutes;
import io.troupe.persistence.journal.JournalSchema;
import io.troupe.persistence.journal.JournalSettings;
import io.troupe.plugins.PluginSettings;
import io.troupe.plugins.Plugins;
import io.troupe.worker.TaskLoops;
import io.troupe.worker.WorkerSettings;
import io.troupe.worker.connector.ClientOverrides;
import io.troupe.worker.connector.ConnectorRuns;
import io.troupe.worker.connector.ConnectorValidation;
import io.troupe.worker.kafka.KafkaClients;
import io.troupe.worker.metrics.WorkerMetrics;
import io.troupe.worker.provider.ConfigProviders;
import io.troupe.worker.source.CommitThreads;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Read me first: how a worker is put together, from its settings to its REST API. */
final class Node {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Started started;
    private final URI restUrl;

    private Node(Started started, URI restUrl) {
        this.started = started;
        this.restUrl = restUrl;
    }

    /** As {@link Troupe#start} says; when it throws, whatever was started by then has ended again. */
    static Node start(Map<String, String> properties) {
        Started started = new Started();
        try {
            Node node = new Node(started, assemble(properties, started));
            LOG.info("The worker is ready at {}", node.restUrl);
            return node;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private static URI assemble(Map<String, String> file, Started started) {
        Plugins plugins = started.own(Plugins.scan(PluginSettings.of(file, Distribution.plugins())));
        ConfigProviders providers = started.own(ConfigProviders.of(plugins, file));
        Map<String, String> properties = providers.resolveWorker(file);
        ClientOverrides overrides = started.own(ClientOverrides.of(plugins, properties));

        Config config = ConnectProperties.toConfig(properties);
        String group = WorkerSettings.of(properties, "").groupId();
        JournalSettings journal = JournalSettings.of(config);
        HttpSettings http = HttpSettings.of(properties, config);
        Config all =
                Membership.listener(config).withFallback(journal.toConfig()).withFallback(config);
        ConnectProperties.logUnused(properties);

        String kafkaClusterId = KafkaCluster.id(properties);
        JournalSchema.migrate(journal);

        ActorSystem<Void> system = started.system(ConnectProperties.systemName(group), all);
        HttpServer server = HttpServer.bind(system, http);
        WorkerSettings worker = WorkerSettings.of(properties, server.workerId());
        WorkerMetrics metrics = started.ownToTheLast(WorkerMetrics.start(worker, kafkaClusterId));
        Membership.join(system);

        Connectors connectors = Company.assemble(
                system,
                ClusterSettings.of(all, group, Clock.systemUTC()),
                new TaskLoops(
                        plugins,
                        worker,
                        new KafkaClients(all, worker, kafkaClusterId),
                        started.ownToTheLast(new CommitThreads()),
                        providers),
                new ConnectorRuns(plugins, providers, worker.topicCreation()),
                metrics,
                started.own(
                        new Validator(new ConnectorValidation(plugins, providers, overrides, worker.exactlyOnce()))));
        server.serve(
                new ServerRoutes(KafkaCluster.compatible(kafkaClusterId), plugins, metrics),
                new ConnectorRoutes(connectors, plugins, server.advertised()));
        return URI.create(server.advertised().toString());
    }

    URI restUrl() {
        return restUrl;
    }

    void stop() {
        started.close();
    }
}
