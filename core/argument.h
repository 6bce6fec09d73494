/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CORE_ARGUMENT_H
#define CORE_ARGUMENT_H

/*
 * The words of the command line in UTF-8, ended by NULL, from what main()
 * got; *argc becomes their number. Names with stars become those of the files
 * that fit, in byte order, where no shell does that. They last until the
 * program ends. What main() got when memory runs out.
 */
char **argument_list(int *argc, char **argv);

#endif
