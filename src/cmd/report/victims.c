/* SPDX-License-Identifier: Apache-2.0
 *
 * kith victims: robbed mailboxes, newest first.
 */
#include "cmd/report/report.h"

int command_victims(const Command *command, int argc, char **argv)
{
	return report_command(command, &report_victims, argc, argv);
}
