/* SPDX-License-Identifier: Apache-2.0
 *
 * What could not be read: counted, and told to the one who asked for the mail.
 */
#include "intake/complaints.h"

void complaints_add(Complaints *complaints, const char *path, const char *reason)
{
	if (complaints == NULL)
		return;
	complaints->count++;
	if (complaints->complain != NULL)
		complaints->complain(path, reason, complaints->user_data);
}
