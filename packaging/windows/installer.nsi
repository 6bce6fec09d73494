; SPDX-License-Identifier: Apache-2.0
; Puts the program in place for one account, without an administrator, and
; takes it away again. package.sh gives VERSION, STAGE (the files) and OUT.
; Nothing of today goes in: SOURCE_DATE_EPOCH is the time of all.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetDateSave off
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
ManifestLongPathAware true

!include MUI2.nsh
!include x64.nsh
!include FileFunc.nsh

!define NAME "Garde Champêtre"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\GardeChampetre"
!define PROGRAM "Garde.exe"

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow

!ifdef ICON
	!define MUI_ICON "${ICON}"
	!define MUI_UNICON "${ICON}"
!endif
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_SHOWREADME "$INSTDIR\LISEZMOI.html"
!define MUI_FINISHPAGE_SHOWREADME_NOTCHECKED
!define MUI_FINISHPAGE_SHOWREADME_TEXT "$(README)"

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

; That of the account when it is one of these, else the first.
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "English"

LangString README ${LANG_FRENCH} "Lire la page d’explications"
LangString README ${LANG_ENGLISH} "Read the page of explanations"
LangString OLD ${LANG_FRENCH} "Ce programme a besoin d’un Windows 10 ou plus récent, en 64 bits."
LangString OLD ${LANG_ENGLISH} "This program needs Windows 10 or newer, in 64 bits."

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=${LANG_FRENCH} "ProductName" "${NAME}"
VIAddVersionKey /LANG=${LANG_FRENCH} "FileDescription" "Installation de ${NAME}"
VIAddVersionKey /LANG=${LANG_FRENCH} "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_FRENCH} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_FRENCH} "LegalCopyright" "Apache-2.0"
VIAddVersionKey /LANG=${LANG_ENGLISH} "ProductName" "${NAME}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "FileDescription" "Setup of ${NAME}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "LegalCopyright" "Apache-2.0"

Function .onInit
	SetShellVarContext current
	${IfNot} ${RunningX64}
		MessageBox MB_OK|MB_ICONSTOP "$(OLD)" /SD IDOK
		Abort
	${EndIf}
FunctionEnd

Function un.onInit
	SetShellVarContext current
FunctionEnd

Section
	SetOutPath "$INSTDIR"
	File /r "${STAGE}/*"
	WriteUninstaller "$INSTDIR\Desinstaller.exe"
	CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}"

	${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
	WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
	WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
	WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
	WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${NAME}"
	WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
	WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\Desinstaller.exe"'
	WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\Desinstaller.exe" /S'
	WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
	WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
	WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

; What was put there, by name: the results of the commune stay.
Section Uninstall
	Delete "$INSTDIR\Garde.exe"
	Delete "$INSTDIR\garde-cli.exe"
	Delete "$INSTDIR\LISEZMOI.html"
	Delete "$INSTDIR\lisezmoi-1.png"
	Delete "$INSTDIR\lisezmoi-2.png"
	Delete "$INSTDIR\lisezmoi-3.png"
	Delete "$INSTDIR\LICENSE.txt"
	Delete "$INSTDIR\garde.cdx.json"
	Delete "$INSTDIR\licences\*.txt"
	RMDir "$INSTDIR\licences"
	Delete "$INSTDIR\Desinstaller.exe"
	RMDir "$INSTDIR"
	Delete "$SMPROGRAMS\${NAME}.lnk"
	DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
