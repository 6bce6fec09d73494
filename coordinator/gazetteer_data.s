/* SPDX-License-Identifier: Apache-2.0 */
/* communes.csv as it is: a C array of it would take a minute to compile. */
	.section .rodata
	.global gazetteer_data
	.global gazetteer_data_end
	.hidden gazetteer_data
	.hidden gazetteer_data_end
gazetteer_data:
	.incbin "communes.csv"
gazetteer_data_end:
	.byte 0
	.section .note.GNU-stack,"",%progbits
