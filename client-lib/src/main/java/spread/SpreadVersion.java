package spread;

import java.util.Locale;

/** The version of the Spread client library whose place these classes take: 5.0.1. */
public class SpreadVersion {
    private static final int MAJOR = 5;
    private static final int MINOR = 0;
    private static final int PATCH = 1;

    /** All objects are the same. */
    public SpreadVersion() {}

    /** Major number before, minor number as hundredths after the point. */
    public float getVersion() {
        return MAJOR + MINOR / 100.0f;
    }

    /** First number. */
    public int getMajorVersion() {
        return MAJOR;
    }

    /** Second number. */
    public int getMinorVersion() {
        return MINOR;
    }

    /** Third number. */
    public int getPatchVersion() {
        return PATCH;
    }

    /** The three numbers, the second and third with two digits. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d.%02d.%02d", MAJOR, MINOR, PATCH);
    }
}
