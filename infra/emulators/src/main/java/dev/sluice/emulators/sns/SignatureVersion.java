package dev.sluice.emulators.sns;

/** The topic attribute {@code SignatureVersion}; AWS's default is 1. */
public enum SignatureVersion {
    V1("1", "SHA1withRSA"),
    V2("2", "SHA256withRSA");

    private final String number;
    private final String algorithm;

    SignatureVersion(String number, String algorithm) {
        this.number = number;
        this.algorithm = algorithm;
    }

    /** As the envelope says it. */
    String number() {
        return number;
    }

    /** The JDK's name of the signature algorithm. */
    String algorithm() {
        return algorithm;
    }
}
