/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/baseline.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/* What Windows lists, and what the baseline takes it for; "": nothing. */
static const struct {
	const char *name;
	const char *products;
} cases[] = {
	{ "LibreOffice 25.8.1.1", "libreoffice" },
	{ "LibreOffice 7.6 Help Pack (French)", "" },
	{ "OpenOffice 4.1.15", "openoffice" },
	{ "OpenOffice.org 3.3", "openoffice" },
	{ "Microsoft Office Standard 2016", "office" },
	{ "Microsoft Office Professionnel Plus 2010", "office" },
	{ "Microsoft Office Home and Student 2007", "office" },
	{ "Microsoft Office Édition Professionnelle 2003", "office" },
	{ "Microsoft Office Famille et Petite Entreprise 2019 - fr-fr",
	  "office" },
	{ "Microsoft Office LTSC Professionnel Plus 2021 - fr-fr", "office" },
	{ "Microsoft Office 2010 Primary Interop Assemblies", "" },
	{ "Microsoft Office 2003 Web Components", "" },
	{ "Microsoft Office Access database engine 2007 (French)", "" },
	{ "Microsoft Office File Validation Add-In", "" },
	{ "Pack de compatibilité pour Office System 2007", "" },
	{ "Office 16 Click-to-Run Licensing Component", "" },
	{ "Microsoft 365 - fr-fr", "microsoft-365" },
	{ "Microsoft 365 Apps for enterprise - fr-fr", "microsoft-365" },
	{ "Microsoft Office 365 ProPlus - fr-fr", "microsoft-365" },
	{ "Java 8 Update 401 (64-bit)", "java-oracle" },
	{ "Java(TM) 6 Update 45", "java-oracle" },
	{ "Java(TM) SE Development Kit 17.0.2 (64-bit)", "java-oracle" },
	{ "Java Auto Updater", "" },
	{ "JavaScript Viewer", "" },
	{ "Eclipse Temurin JRE avec Hotspot 17.0.9+9 (x64)", "java" },
	{ "Amazon Corretto 8 (x64)", "java" },
	{ "Adobe Reader XI (11.0.23) - Français", "adobe-reader" },
	{ "Adobe Acrobat Reader DC - Français", "adobe-acrobat-dc" },
	{ "Adobe Acrobat Reader - Français", "adobe-acrobat-dc" },
	{ "Adobe Acrobat (64-bit)", "adobe-acrobat-dc" },
	{ "Adobe Acrobat 2017", "adobe-acrobat" },
	{ "Adobe Acrobat Reader 2020 MUI", "adobe-acrobat" },
	{ "Adobe Acrobat XI Pro", "adobe-acrobat" },
	{ "Adobe Refresh Manager", "" },
	{ "Adobe Flash Player 32 NPAPI", "flash-player" },
	{ "Skype version 8.110", "skype" },
	{ "Skype Entreprise Basic 2016 - fr-fr", "" },
	{ "Google Chrome", "chrome" },
	{ "Google Update Helper", "" },
	{ "Microsoft Edge", "edge" },
	{ "Microsoft Edge Update", "" },
	{ "Microsoft Edge WebView2 Runtime", "" },
	{ "Mozilla Firefox (x64 fr)", "firefox" },
	{ "Mozilla Firefox 78.0.2 (x64 fr)", "firefox" },
	{ "Mozilla Firefox ESR (x64 fr)", "firefox-esr" },
	{ "Mozilla Maintenance Service", "" },
	{ "Mozilla Thunderbird (x64 fr)", "thunderbird" },
	{ "Microsoft.OutlookForWindows", "outlook-new" },
	{ "Microsoft SQL Server 2014 (64-bit)", "sql-server" },
	{ "Microsoft SQL Server 2008 R2 (64-bit)", "sql-server" },
	{ "Microsoft SQL Server 2012 Native Client ", "" },
	{ "Microsoft SQL Server 2014 Management Objects  (x64)", "" },
	{ "Microsoft SQL Server 2008 Setup Support Files ", "" },
	{ "Microsoft Silverlight", "silverlight" },
	{ "QuickTime 7", "quicktime" },
	{ "7-Zip 24.08 (x64)", "seven-zip" },
	{ "PDFCreator", "pdfcreator" },
	/* What communes work with. */
	{ "e.magnus Gestion financière", "berger-levrault" },
	{ "BL.connect", "berger-levrault" },
	{ "JVS Mairistem Millésime", "jvs" },
	{ "Cosoluce Corail", "cosoluce" },
	{ "Ségilog", "segilog" },
	{ "Municipol Web", "logitud" },
	{ "AGEDI Paie", "agedi" },
	{ "TotEM 4.1", "totem" },
	{ "Xemelios 5.1.2", "xemelios" },
	{ "ChamberSign CSP", "chambersign" },
	{ "SafeNet Authentication Client 10.8", "safenet-token" },
	/* What only sounds alike. */
	{ "Blender", "" },
	{ "Horizon Zero Dawn", "" },
	{ "VMware Horizon Client", "" },
	{ "Coloris", "" },
	{ "Maestro", "" },
	{ "Total Commander 64-bit", "" },
	{ "Civilization VI", "" },
	{ "Intel(R) Adagio Driver", "" },
};

static bool fits(const struct product *p, const char *name)
{
	for (size_t i = 0; i < p->programs; i++)
		if (text_like(p->program[i], name))
			return true;
	return false;
}

static void test_names(void **state)
{
	struct err e;
	struct baseline *b = baseline_builtin(&e);

	(void)state;
	assert_non_null(b);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char found[256] = "";

		for (size_t j = 0; j < b->products; j++) {
			const struct product *p = &b->product[j];
			size_t n = strlen(found);

			if ((text_is(p->list, "software") ||
			     text_is(p->list, "town-hall")) &&
			    fits(p, cases[i].name))
				snprintf(found + n, sizeof(found) - n, "%s%s",
				         n ? " " : "", p->id);
		}
		if (!text_is(found, cases[i].products))
			print_error("%s is \"%s\", not \"%s\"\n", cases[i].name,
			            found, cases[i].products);
		assert_string_equal(found, cases[i].products);
	}
	baseline_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_names) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
