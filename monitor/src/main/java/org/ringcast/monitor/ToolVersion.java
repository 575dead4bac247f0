package org.ringcast.monitor;

import picocli.CommandLine.IVersionProvider;

/** Tells the version that the build wrote into the jar. */
final class ToolVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = ToolVersion.class.getPackage().getImplementationVersion();
        return new String[] {"Ringcast " + (version == null ? "(unpackaged build)" : version)};
    }
}
