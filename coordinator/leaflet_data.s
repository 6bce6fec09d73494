/* SPDX-License-Identifier: Apache-2.0 */
/* What clerks read first, as it is. */
	.section .rodata
	.macro file name, path
	.global \name
	.hidden \name
	.global \name\()_end
	.hidden \name\()_end
\name:
	.incbin "\path"
\name\()_end:
	.byte 0
	.endm
	file leaflet_html, "LISEZMOI.html"
	file leaflet_1, "lisezmoi-1.png"
	file leaflet_2, "lisezmoi-2.png"
	file leaflet_3, "lisezmoi-3.png"
	.section .note.GNU-stack,"",%progbits
