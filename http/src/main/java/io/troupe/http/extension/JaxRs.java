package io.troupe.http.extension;

import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Uri;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.model.Resource;

/**
 * The JAX-RS application that REST extensions register their resources and filters with. The worker's own endpoints are
 * resources of it, too, so that filters see them as they see the reference's: not for unknown paths, and before the
 * endpoint does anything.
 *
 * <p>Extensions may block, to ask a directory who somebody is, say. They do so on threads of their own, in a bounded
 * number.
 */
public final class JaxRs implements AutoCloseable {

    private static final int THREADS = 16;
    private static final int MOST_WAITING = 1024;
    private static final long IDLE_SECONDS = 30;

    /** As long as the reference lets a request take. */
    private static final long MOST_SECONDS = 90;

    private final ClassLoader classes;
    private final AtomicInteger started = new AtomicInteger();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), this::thread);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(this::thread);
    private final ApplicationHandler handler;

    /** @param classes finds the extensions' classes for what looks for one by name, as login modules are */
    JaxRs(ResourceConfig application, List<ServedPath> paths, ClassLoader classes) {
        this.classes = classes;
        threads.allowCoreThreadTimeOut(true);
        application.register(new JacksonJsonProvider());
        application.register(new FailureAnswer());
        application.property(ServerProperties.WADL_FEATURE_DISABLE, true);
        ServedEndpoint endpoint = new ServedEndpoint(threads);
        for (ServedPath path : paths) {
            Resource.Builder resource = Resource.builder(path.template());
            path.methods().forEach(method -> resource.addMethod(method)
                    .produces(path.gives())
                    .handledBy(endpoint, ServedEndpoint.ANSWER));
            resource.addMethod("OPTIONS").produces(path.gives()).handledBy(endpoint, ServedEndpoint.ANSWER);
            application.registerResources(resource.build());
        }
        handler = new ApplicationHandler(application);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "troupe-rest-extension-" + started.incrementAndGet());
        thread.setDaemon(true);
        thread.setContextClassLoader(classes);
        return thread;
    }

    /**
     * Answers a request by a resource of an extension, or through the filters by the worker itself.
     *
     * @param request with its whole body
     * @param worker answers what belongs to the worker
     * @return fails with {@link java.util.concurrent.TimeoutException} when there is no answer in time
     * @throws java.util.concurrent.RejectedExecutionException when too many requests wait for the extensions
     */
    public CompletionStage<HttpResponse> answer(
            HttpRequest request, Function<HttpRequest, CompletionStage<HttpResponse>> worker) {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                handler.handle(jaxRsRequest(request, worker, answer));
            } catch (RuntimeException | LinkageError e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.orTimeout(MOST_SECONDS, TimeUnit.SECONDS);
    }

    private ContainerRequest jaxRsRequest(
            HttpRequest request,
            Function<HttpRequest, CompletionStage<HttpResponse>> worker,
            CompletableFuture<HttpResponse> answer) {
        Uri uri = request.getUri();
        URI base = URI.create(uri.scheme() + "://" + authority(uri) + "/");
        ContainerRequest jaxRs = new ContainerRequest(
                base,
                URI.create(uri.toString()),
                request.method().value(),
                new Nobody("https".equals(uri.scheme())),
                new MapPropertiesDelegate(),
                handler.getConfiguration());
        request.getHeaders().forEach(header -> jaxRs.header(header.name(), header.value()));
        HttpEntity.Strict entity = (HttpEntity.Strict) request.entity();
        if (!entity.isKnownEmpty()) {
            jaxRs.header("Content-Type", entity.getContentType().toString());
            jaxRs.header("Content-Length", entity.getData().size());
        }
        jaxRs.setEntityStream(entity.getData().asInputStream());
        jaxRs.setProperty(InFlight.PROPERTY, new InFlight(request, worker));
        jaxRs.setWriter(new AnswerWriter(answer, timer));
        return jaxRs;
    }

    private static String authority(Uri uri) {
        String host = uri.host().address();
        return (host.contains(":") ? "[" + host + "]" : host) + (uri.port() > 0 ? ":" + uri.port() : "");
    }

    @Override
    public void close() {
        threads.shutdownNow();
        timer.shutdownNow();
        handler.onShutdown(null);
    }
}
