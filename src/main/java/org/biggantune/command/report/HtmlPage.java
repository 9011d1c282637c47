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
 * Renders pages from templates. Values are escaped for HTML, and control characters are made visible, except for the raw
 * style, script and data. The content security policy of a page allows no requests and no scripts but its own.
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
     * A page's content and the parts that all pages share.
     *
     * @param title the window's title and the heading
     * @param about the line below the heading
     * @param version the tool's version
     * @param refresh the seconds after which a browser reloads the page
     * @param content the object that the content's template shows
     */
    record Frame(String title, String about, String version, OptionalInt refresh, Object content) {}

    /** The object that the outermost template shows. */
    private record Filled(
            String title,
            String about,
            String version,
            @Nullable Integer refresh,
            String policy,
            String style,
            String script,
            Object content) {}

    /** Returns the page as HTML. */
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
