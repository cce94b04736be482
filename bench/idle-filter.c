/* SPDX-License-Identifier: Apache-2.0
 *
 * What a mail filter costs that does nothing: bench-idle-filter PLACE serves at PLACE
 * ("inet:port@host"), is told all that kith guard is told, and lets every message pass.
 */
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

#include <libmilter/mfapi.h>

/* As in src/service/guard/filter.c. */
static const unsigned long actions_needed =
	SMFIF_ADDHDRS | SMFIF_CHGHDRS | SMFIF_CHGBODY | SMFIF_DELRCPT;
static const unsigned long steps_wanted = SMFIP_NODATA | SMFIP_NOUNKNOWN | SMFIP_HDR_LEADSPC |
					  SMFIP_NR_HDR | SMFIP_NR_EOH | SMFIP_NR_BODY;

static sfsistat negotiate(SMFICTX *context, unsigned long actions, unsigned long steps,
	unsigned long more, unsigned long more_still, unsigned long *ret_actions,
	unsigned long *ret_steps, unsigned long *ret_more, unsigned long *ret_more_still)
{
	*ret_actions = actions & actions_needed;
	*ret_steps = steps & steps_wanted;
	*ret_more = *ret_more_still = 0;
	return SMFIS_CONTINUE;
}

static sfsistat at_connect(SMFICTX *context, char *name, _SOCK_ADDR *address)
{
	return SMFIS_CONTINUE;
}

static sfsistat at_helo(SMFICTX *context, char *helo)
{
	return SMFIS_CONTINUE;
}

static sfsistat at_address(SMFICTX *context, char **arguments)
{
	return SMFIS_CONTINUE;
}

static sfsistat at_header(SMFICTX *context, char *name, char *value)
{
	return SMFIS_NOREPLY;
}

static sfsistat at_end_of_header(SMFICTX *context)
{
	return SMFIS_NOREPLY;
}

static sfsistat at_body(SMFICTX *context, unsigned char *data, size_t length)
{
	return SMFIS_NOREPLY;
}

static sfsistat at_step(SMFICTX *context)
{
	return SMFIS_CONTINUE;
}

int main(int argc, char **argv)
{
	static char name[] = "idle";
	struct smfiDesc description = {.xxfi_name = name,
		.xxfi_version = SMFI_VERSION,
		.xxfi_flags = actions_needed,
		.xxfi_connect = at_connect,
		.xxfi_helo = at_helo,
		.xxfi_envfrom = at_address,
		.xxfi_envrcpt = at_address,
		.xxfi_header = at_header,
		.xxfi_eoh = at_end_of_header,
		.xxfi_body = at_body,
		.xxfi_eom = at_step,
		.xxfi_abort = at_step,
		.xxfi_close = at_step,
		.xxfi_negotiate = negotiate};
	if (argc != 2) {
		fprintf(stderr, "usage: bench-idle-filter PLACE\n");
		return 2;
	}
	return smfi_register(description) == MI_SUCCESS && smfi_setconn(argv[1]) == MI_SUCCESS &&
			       smfi_main() == MI_SUCCESS
		       ? 0
		       : 1;
}
