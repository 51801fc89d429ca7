// What the conditions in QGIS's headers ask of Qt's, for moc.
#define QT_VERSION_CHECK(major, minor, patch) ((major << 16) | (minor << 8) | (patch))
#define QT_VERSION QT_VERSION_CHECK(6, 8, 2)
#define QT_VERSION_MAJOR 6
#define Q_OS_LINUX
#define Q_OS_UNIX
#define QT_CONFIG(feature) 1
#define QT_FEATURE_printer 1
