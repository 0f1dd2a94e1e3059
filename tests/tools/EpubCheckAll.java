/* Runs epubcheck over many books in one JVM, which costs seconds to start:
 *
 *     java -cp epubcheck.jar EpubCheckAll.java BOOK...
 *
 * A line each message, SEVERITY ID BOOK PLACE TEXT, parted by tabs; at the end of a book
 * "DONE", and the book. */
import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.util.FeatureEnum;
import java.io.File;
import java.io.PrintStream;
import java.util.Locale;

public class EpubCheckAll {
    static class Lines extends MasterReport {
        final PrintStream out;
        final String book;

        Lines(PrintStream out, String book) {
            this.out = out;
            this.book = book;
            setLocale(Locale.ENGLISH);
        }

        @Override
        public void message(Message message, EPUBLocation place, Object... args) {
            out.println(String.join("\t", message.getSeverity().toString(),
                                    message.getID().toString(), book,
                                    place.getPath() + ":" + place.getLine(),
                                    message.getMessage(args).replaceAll("\\s+", " ")));
        }

        @Override
        public void info(String resource, FeatureEnum feature, String value) {
        }

        @Override
        public void initialize() {
        }

        @Override
        public int generate() {
            return 0;
        }
    }

    public static void main(String[] books) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        for (String book : books) {
            new EpubCheck(new File(book), new Lines(out, book)).doValidate();
            out.println("DONE\t" + book);
        }
    }
}
