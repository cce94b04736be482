/* SPDX-License-Identifier: Apache-2.0
 *
 * kith networks: organisations that were robbed or relayed.
 */
#include "cmd/report/report.h"

int command_networks(const Command *command, int argc, char **argv)
{
	return report_command(command, &report_networks, argc, argv);
}
