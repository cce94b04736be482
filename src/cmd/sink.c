/* SPDX-License-Identifier: Apache-2.0
 *
 * kith sink
 */
int x;
