# What makes QGIS's build short enough for two processors: headers are compiled once, sources in groups of eight.
# Included right after project(qgis); its targets exist only at the end, where hasten() is called.

set(qt_common QDir QDomDocument QFile QFileInfo QHash QImage QJsonDocument QMap QMutex QPainter QPointer
    QRegularExpression QSet QStringList QTextStream QUrl QUuid QVariant QVector algorithm cmath functional memory)
set(qgis_common qgis.h qgsapplication.h qgsexpressioncontextutils.h qgsfeedback.h qgsgeometry.h qgslinestring.h
    qgslogger.h qgsmessagelog.h qgspolygon.h qgsproject.h qgsproviderregistry.h qgsrasterlayer.h qgsrendercontext.h
    qgssettings.h qgssymbol.h qgssymbollayerutils.h qgsunittypes.h qgsvariantutils.h qgsvectordataprovider.h
    qgsvectorlayer.h)
set(qt_widgets QAction QApplication QCheckBox QComboBox QDialogButtonBox QFileDialog QHBoxLayout QLabel QLineEdit QMenu
    QMessageBox QMouseEvent QPushButton QStandardItemModel QToolButton QVBoxLayout)
set(qgis_widgets qgsfilterlineedit.h qgsgui.h qgsguiutils.h qgshelp.h qgsmapcanvas.h qgsmessagebar.h qgsrubberband.h)

# Sources that are compiled alone: they have a name or include a header that another of their group has too.
include(${CMAKE_CURRENT_LIST_DIR}/alone.cmake)

function(compile_headers_once target)
    list(TRANSFORM ARGN REPLACE "^(.+)$" "$<$<COMPILE_LANGUAGE:CXX>:<\\1$<ANGLE-R>>")
    target_precompile_headers(${target} PRIVATE ${ARGN})
endfunction()

# Groups are numbered by place, so that a source can leave its group without building the others again.
function(group_sources target)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    get_target_property(sources ${target} SOURCES)
    get_target_property(folder ${target} SOURCE_DIR)
    set(place 0)
    foreach(source ${sources})
        if(source MATCHES "^[a-z].*[.]cpp$")
            math(EXPR group "${place} / 8")
            math(EXPR place "${place} + 1")
            if(NOT source IN_LIST ARGN)
                set_source_files_properties(${folder}/${source} TARGET_DIRECTORY ${target}
                    PROPERTIES UNITY_GROUP ${group})
            endif()
        endif()
    endforeach()
endfunction()

function(hasten)
    compile_headers_once(qgis_core ${qt_common} ${qgis_common})
    compile_headers_once(qgis_analysis ${qt_common} ${qgis_common})
    compile_headers_once(qgis_gui ${qt_common} ${qt_widgets} ${qgis_common} ${qgis_widgets})
    compile_headers_once(qgis_app ${qt_common} ${qt_widgets} ${qgis_common} ${qgis_widgets} qgisapp.h)
    foreach(module core gui analysis)
        target_precompile_headers(python_module_qgis__${module} PRIVATE
            ${CMAKE_BINARY_DIR}/python/${module}/build/_${module}/sipAPI_${module}.h)
    endforeach()
    group_sources(qgis_core ${alone_in_core})
    group_sources(qgis_gui ${alone_in_gui})
    group_sources(qgis_analysis ${alone_in_analysis})
    group_sources(qgis_app ${alone_in_app})
    foreach(provider wfs mssql virtuallayer)
        group_sources(provider_${provider})
    endforeach()
    # The same once more as static libraries, which nothing here is linked with.
    foreach(name provider_arcgisfeatureserver provider_delimitedtext provider_mssql provider_spatialite
            provider_virtuallayer provider_wcs provider_wfs provider_wms authmethod_apiheader authmethod_awss3
            authmethod_basic authmethod_esritoken authmethod_identcert authmethod_maptilerhmacsha256
            authmethod_pkcs12 authmethod_pkipaths)
        foreach(target ${name}_a ${name}_gui_a)
            if(TARGET ${target})
                set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
            endif()
        endforeach()
    endforeach()
    set_source_files_properties(${CMAKE_SOURCE_DIR}/src/core/pointcloud/qgspointcloudrequest.cpp
        TARGET_DIRECTORY qgis_core PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
endfunction()
cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL hasten)
