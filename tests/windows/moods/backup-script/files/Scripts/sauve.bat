@echo off
set DEST=E:\Copies
set RESTIC_REPOSITORY=sftp:mairie:secret@nas:/restic
if exist E:\ robocopy "%USERPROFILE%\Documents" "%DEST%\Documents" /E
restic backup C:\Compta
rclone sync C:\Etat-civil nuage:etat-civil
"C:\Program Files\7-Zip\7z.exe" a "%DEST%\zip\%DATE%.7z" C:\Paie
