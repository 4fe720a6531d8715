/* What goes to sysctl.RESULT and, through the finisher, to the exit code. */
#ifndef STAVP_FIRMWARE_ERROR_H
#define STAVP_FIRMWARE_ERROR_H

enum firmware_error {
    FIRMWARE_OK = 0,
    FIRMWARE_NO_WORKLOAD = 1,  /* a1 and sysctl.WORKLOAD_ADDR are 0 */
    FIRMWARE_BAD_IMAGE = 2,    /* magic, version or section table wrong */
    FIRMWARE_BAD_LAYER = 3,    /* a layer's indices, shapes or types contradict each other */
    FIRMWARE_UNSUPPORTED = 4,  /* an operation or type that the hardware does not have */
    FIRMWARE_DOES_NOT_FIT = 5, /* the layer cannot be tiled into the on-chip buffers */
    FIRMWARE_NO_SCRATCH = 6,   /* off-chip scores do not fit in DDR behind the arena */
    FIRMWARE_ENGINE_FAULT = 7, /* an engine's queue stopped with an error */
    FIRMWARE_BAD_HARDWARE = 8, /* sysctl is not that of this platform */
    /* Protected builds only, after retries: */
    FIRMWARE_BAD_CHECKSUM = 9, /* the image in memory is not what its checksums are of */
    FIRMWARE_STUCK = 10,       /* nothing moved for as long as the time-out */
    FIRMWARE_SHORT_COPY = 11,  /* a dma channel wrote fewer bytes than it was told */
    FIRMWARE_UNCORRECTED = 12, /* ECC cannot correct a word that is needed */
    FIRMWARE_UNSTOPPABLE = 13  /* a queue stays busy after an abort */
};

const char* firmware_error_text(enum firmware_error error);

#endif
