/* SPDX-License-Identifier: Apache-2.0
 *
 * kith accounts: stolen accounts that hijacked mail was relayed through.
 */
#include "cmd/report.h"

int command_accounts(const Command *command, int argc, char **argv)
{
	return report_command(command, &report_accounts, argc, argv);
}
