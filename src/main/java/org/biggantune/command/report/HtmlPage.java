package org.biggantune.command.report;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.OptionalInt;
import org.biggantune.domain.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The templates, filled. All that a template shows is escaped, and characters that act are made visible, unless it asks
 * for text as it is, which only style, script and data do. The page forbids its browser to fetch anything and to run any
 * other script than its own.
 */
final class HtmlPage {
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/";

    private final String style;
    private final String script;
    private final String policy;
    private final Template page;

    /** Reads the templates. */
    HtmlPage() {
        style = resource(CHARTS + "dist/uPlot.min.css") + resource("report.css");
        script = "/* uPlot 1.6.30\n" + resource(CHARTS + "LICENSE") + "*/\n"
                + resource(CHARTS + "dist/uPlot.iife.min.js") + "\n" + resource("report.js");
        policy = "'sha256-" + digest(script) + "'";
        page = Mustache.compiler()
                .withEscaper(text -> Escapers.HTML.escape(VisibleText.line(text)))
                .withCollector(new OptionalSections())
                .withLoader(name -> new StringReader(resource(name + ".mustache")))
                .compile(resource("page.mustache"));
    }

    /**
     * What stands around a page's content.
     *
     * @param title the window's title and the heading
     * @param about a line below it
     * @param version of the tool
     * @param refresh the seconds after which a browser loads the page again
     * @param content what the template of the content shows
     */
    record Frame(String title, String about, String version, OptionalInt refresh, Object content) {}

    /** What the outermost template sees. */
    private record Filled(
            String title,
            String about,
            String version,
            @Nullable Integer refresh,
            String policy,
            String style,
            String script,
            Object content) {}

    /** The page's text. */
    String render(Frame frame) {
        return page.execute(new Filled(
                frame.title(),
                frame.about(),
                frame.version(),
                frame.refresh().isPresent() ? frame.refresh().getAsInt() : null,
                policy,
                style,
                script,
                frame.content()));
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of the tool cannot be read: " + name, e);
        }
    }
}
