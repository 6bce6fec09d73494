/* SPDX-License-Identifier: Apache-2.0 */
/* The baseline that the demonstration's findings take their words from. */
	.section .rodata
	.global demo_baseline
	.global demo_baseline_end
	.hidden demo_baseline
	.hidden demo_baseline_end
demo_baseline:
	.incbin "baseline.json"
demo_baseline_end:
	.byte 0
	.section .note.GNU-stack,"",%progbits
