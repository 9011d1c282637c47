package org.biggantune.command.doctor;

import java.util.OptionalInt;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.DeviceChoice;

/**
 * What {@code doctor} is asked for.
 *
 * @param home the installation
 * @param device the device to look at, and the libtorch to use
 * @param threads threads of one operation; empty for libtorch's own choice
 * @param trial whether to load libtorch and compute on the device
 * @param installCuda whether to fetch DJL's CUDA libraries first
 */
public record DoctorRequest(
        InstallDir home, DeviceChoice device, OptionalInt threads, boolean trial, boolean installCuda) {}
