#!/bin/sh
# Builds QGIS on Qt 6 in /build, from the sources that lie there; run inside the folder. What is built already is kept.
set -eu
jobs=$1
cd /build
if [ ! -f qwt/.built ]; then
    # The library alone, with the polar plots of QGIS's satellite view: QGIS uses neither its designer plugin nor
    # what it draws with SVG and OpenGL.
    (
        cd qwt
        sed -i -E 's/^# *(QWT_CONFIG *\+= *QwtPolar)\b/\1/' qwtconfig.pri
        sed -i -E 's/^( *QWT_CONFIG *\+= *Qwt(Svg|OpenGL|Designer|Examples|Playground|Tests)\b)/# \1/' qwtconfig.pri
        qmake6 qwt.pro QMAKE_CXX=clang++ QMAKE_LINK=clang++
        make -j "$jobs" sub-src
        touch .built
    )
fi
# This header alone has no guard, which a group of sources needs.
unguarded=qgis/src/core/providers/sensorthings/qgssensorthingsconnection.h
grep -q '^#pragma once' $unguarded || sed -i '1i #pragma once' $unguarded
[ -f objects/build.ninja ] || cmake -S qgis -B objects -G Ninja \
    -DCMAKE_PROJECT_qgis_INCLUDE=/build/recipe/speed.cmake \
    -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_LINKER_TYPE=LLD \
    -DCMAKE_BUILD_TYPE=None -DCMAKE_INSTALL_PREFIX=/usr -DBINDINGS_GLOBAL_INSTALL=ON \
    "-DCMAKE_C_FLAGS=-O0 -g0 -w -DNDEBUG" "-DCMAKE_CXX_FLAGS=-O0 -g0 -w -DNDEBUG -DQT_NO_DEBUG" \
    -DCMAKE_AUTOMOC_EXECUTABLE=/build/recipe/moc -DSIP_BUILD_EXECUTABLE=/build/recipe/sip-build \
    -DBUILD_WITH_QT6=ON -DUSE_CCACHE=OFF -DUSE_OPENCL=OFF -DENABLE_TESTS=OFF -DPEDANTIC=OFF \
    -DQWT_LIBRARY=/build/qwt/lib/libqwt.so -DQWT_INCLUDE_DIR=/build/qwt/src \
    $(printf -- '-DWITH_%s=OFF ' QTWEBKIT QTWEBENGINE 3D GRASS7 GRASS8 SERVER PDAL EPT COPC DRACO POSTGRESQL ORACLE \
        HANA QTSERIALPORT QUICK CUSTOM_WIDGETS QSCIAPI APIDOC OAUTH2_PLUGIN CRASH_HANDLER PY_COMPILE)
ninja -C objects -j "$jobs" -k 0
ninja -C objects install >install.log
cp -a qwt/lib/libqwt.so.* /usr/lib/
ldconfig
