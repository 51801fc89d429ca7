<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>AccountHeader</name>
    <message>
      <location filename="../../ui/account_header.py" />
      <source>Co&amp;nnection</source>
      <translation>Verbind&amp;ung</translation>
    </message>
    <message>
      <location filename="../../ui/account_header.py" />
      <source>Connections and options…</source>
      <translation>Verbindungen und Optionen…</translation>
    </message>
    <message>
      <location filename="../../ui/account_header.py" />
      <source>Credits that can be spent now, and credits held by running jobs</source>
      <translation>Credits, die jetzt ausgegeben werden können, und Credits, die für laufende Jobs reserviert sind</translation>
    </message>
    <message>
      <location filename="../../ui/account_header.py" />
      <source>Credits that can be spent now; held credits are counted from the jobs of this computer</source>
      <translation>Credits, die jetzt ausgegeben werden können; die reservierten sind aus den Jobs dieses Computers zusammengezählt</translation>
    </message>
    <message>
      <location filename="../../ui/account_header.py" />
      <source>Help</source>
      <translation>Hilfe</translation>
    </message>
    <message>
      <location filename="../../ui/account_header.py" />
      <source>Options</source>
      <translation>Optionen</translation>
    </message>
    <message>
      <location filename="../../ui/account_header.py" />
      <source>Refresh</source>
      <translation>Aktualisieren</translation>
    </message>
    <message>
      <location filename="../../ui/account_header.py" />
      <source>Refresh credits and jobs; signs in again if needed</source>
      <translation>Credits und Jobs aktualisieren; meldet bei Bedarf wieder an</translation>
    </message>
  </context>
  <context>
    <name>ActionRow</name>
    <message>
      <location filename="../../ui/jobs/action_row.py" />
      <source>All actions of the selected job</source>
      <translation>Alle Aktionen des gewählten Jobs</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/action_row.py" />
      <source>More</source>
      <translation>Mehr</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/action_row.py" />
      <source>More actions</source>
      <translation>Weitere Aktionen</translation>
    </message>
  </context>
  <context>
    <name>AreaDrawing</name>
    <message>
      <location filename="../../ui/map/area_drawing.py" />
      <source>Draw a polygon on the map</source>
      <translation>Ein Polygon auf der Karte zeichnen</translation>
    </message>
    <message>
      <location filename="../../ui/map/area_drawing.py" />
      <source>Draw a rectangle on the map</source>
      <translation>Ein Rechteck auf der Karte zeichnen</translation>
    </message>
    <message>
      <location filename="../../ui/map/area_drawing.py" />
      <source>Draw polygon</source>
      <translation>Polygon zeichnen</translation>
    </message>
    <message>
      <location filename="../../ui/map/area_drawing.py" />
      <source>Draw rectangle</source>
      <translation>Rechteck zeichnen</translation>
    </message>
  </context>
  <context>
    <name>AreaField</name>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>All Layers</source>
      <translation>Alle Layer</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>Area of Interest</source>
      <translation>Interessengebiet</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>Back to the former area (Ctrl+Z)</source>
      <translation>Zurück zum vorigen Gebiet (Strg+Z)</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>CRS of the Area</source>
      <translation>KBS des Gebiets</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>Drawn Polygon</source>
      <translation>Polygon</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>Drawn Rectangle</source>
      <translation>Rechteck</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>Follow map</source>
      <translation>Karte folgen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>Follow the map; click to keep the current area</source>
      <translation>Der Karte folgen; klicken Sie, um das jetzige Gebiet zu behalten</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>From a Preset</source>
      <translation>Vorgabe</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>From the Request</source>
      <translation>Anfrage</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>Paste an area (Ctrl+V): WKT, GeoJSON, or a copied file</source>
      <translation>Ein Gebiet einfügen (Strg+V): WKT, GeoJSON oder eine kopierte Datei</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>Paste area</source>
      <translation>Gebiet einfügen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>Pasted Area</source>
      <translation>Eingefügt</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>Takes what the map shows now as the area, and follows the map again</source>
      <translation>Nimmt als Gebiet, was die Karte jetzt zeigt, und folgt ihr wieder</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>The project has no polygon layer</source>
      <translation>Das Projekt hat keinen Polygonlayer</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>Undo area</source>
      <translation>Gebiet zurücknehmen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>Use Current View</source>
      <translation>Jetzige Ansicht verwenden</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_field.py" />
      <source>Zoom to area</source>
      <translation>Auf Gebiet zoomen</translation>
    </message>
  </context>
  <context>
    <name>AreaFilterBar</name>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source> %</source>
      <translation> %</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source> m</source>
      <translation> m</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>%Ln filter(s) active</source>
      <translation>
        <numerusform>%Ln Filter aktiv</numerusform>
        <numerusform>%Ln Filter aktiv</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>&amp;Angle up to</source>
      <translation>W&amp;inkel bis</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>&amp;First date</source>
      <translation>&amp;Frühestes Datum</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Area covered from</source>
      <translation>Gebiet abgedeckt ab</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>As the quicklooks show it inside the area of interest</source>
      <translation>Wie der Quicklook sie im Interessengebiet zeigt</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Cloud cover up to</source>
      <translation>Bewölkung bis</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Cloud over the area &amp;up to</source>
      <translation>Bewölkung i&amp;m Gebiet bis</translation>
    </message>
    <message>
      <location filename="../../ui/areas/area_filter_bar.py" />
      <source>Filter by area, product, platform or ID</source>
      <translation>Nach Gebiet, Produkt, Plattform oder ID filtern</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Filter by platform, level or ID</source>
      <translation>Nach Plattform, Stufe oder ID filtern</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Filter scenes</source>
      <translation>Szenen filtern</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>GSD up to</source>
      <translation>GSD bis</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Las&amp;t date</source>
      <translation>S&amp;pätestes Datum</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>More filters</source>
      <translation>Weitere Filter</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>More filters: dates, clouds, angle, GSD, area covered</source>
      <translation>Weitere Filter: Daten, Wolken, Winkel, GSD, Abdeckung</translation>
    </message>
    <message>
      <location filename="../../ui/areas/area_filter_bar.py" />
      <source>Over the area, as its quicklook shows it; before that, of the whole scene</source>
      <translation>Im Gebiet, wie der Quicklook es zeigt; bis dahin die der ganzen Szene</translation>
    </message>
    <message>
      <location filename="../../ui/areas/area_filter_bar.py" />
      <source>Shows only scenes whose area, product, platform, level or ID contains this text</source>
      <translation>Zeigt nur Szenen, deren Gebiet, Produkt, Plattform, Stufe oder ID diesen Text enthält</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Shows only scenes whose platform, level or ID contains this text</source>
      <translation>Zeigt nur Szenen, deren Plattform, Stufe oder ID diesen Text enthält</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>°</source>
      <translation>°</translation>
    </message>
  </context>
  <context>
    <name>AreaFixes</name>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Choose the coordinate reference system that the coordinates are in</source>
      <translation>Das Koordinatenbezugssystem wählen, in dem die Koordinaten angegeben sind</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Fill Holes</source>
      <translation>Löcher füllen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Includes the holes in the area</source>
      <translation>Nimmt die Löcher in das Gebiet auf</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Keeps what the outline encloses, without crossings; compare the result with the map</source>
      <translation>Behält, was der Umriss umschließt, ohne Kreuzungen; vergleichen Sie das Ergebnis mit der Karte</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Makes each feature an area of its own, with one list of scenes; a file is added to the project</source>
      <translation>Macht jedes Objekt zu einem eigenen Gebiet, mit einer gemeinsamen Liste der Szenen; eine Datei wird dem Projekt hinzugefügt</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Remove Crossings</source>
      <translation>Kreuzungen entfernen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Removes vertices until the outline has few enough</source>
      <translation>Entfernt Stützpunkte, bis der Umriss wenige genug hat</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Search Each Feature</source>
      <translation>Jedes Objekt durchsuchen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Set CRS…</source>
      <translation>KBS setzen…</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Simplify</source>
      <translation>Vereinfachen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Use Bounding Box</source>
      <translation>Umgebendes Rechteck</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Use Convex Hull</source>
      <translation>Konvexe Hülle</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Uses the box around all parts; the area grows</source>
      <translation>Nimmt das Rechteck um alle Teile; das Gebiet wird größer</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Uses the smallest convex outline around all parts; the area grows</source>
      <translation>Nimmt den kleinsten konvexen Umriss um alle Teile; das Gebiet wird größer</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Zoom In</source>
      <translation>Hineinzoomen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_fixes.py" />
      <source>Zooms the map in around its centre until it can be searched</source>
      <translation>Zoomt die Karte um ihre Mitte, bis gesucht werden kann</translation>
    </message>
  </context>
  <context>
    <name>AreaProductsDialog</name>
    <message>
      <location filename="../../ui/areas/products_button.py" />
      <source>Dates, cloud cover and limit are those of the form; its other parameters count for its own product alone. The limit counts per area and product.</source>
      <translation>Zeitraum, Bewölkung und Limit sind die des Formulars; seine anderen Parameter gelten nur für sein eigenes Produkt. Das Limit gilt je Gebiet und Produkt.</translation>
    </message>
    <message>
      <location filename="../../ui/areas/products_button.py" />
      <source>Products over Each Area</source>
      <translation>Produkte über jedem Gebiet</translation>
    </message>
    <message>
      <location filename="../../ui/areas/products_button.py" />
      <source>Products searched</source>
      <translation>Durchsuchte Produkte</translation>
    </message>
  </context>
  <context>
    <name>AreaSearch</name>
    <message>
      <location filename="../../core/app/areas/area_search.py" />
      <source>Area {number}</source>
      <translation>Gebiet {number}</translation>
    </message>
  </context>
  <context>
    <name>AreaView</name>
    <message>
      <location filename="../../ui/areas/area_view.py" />
      <source>Scenes over areas</source>
      <translation>Szenen über Gebieten</translation>
    </message>
    <message>
      <location filename="../../ui/areas/area_view.py" />
      <source>The arrow keys bring the picture of a scene to the top of the map. Space adds the selected scenes to the order or leaves them out, M shows or hides them on the map, P previews, F zooms to them.</source>
      <translation>Die Pfeiltasten bringen das Bild einer Szene auf der Karte nach oben. Die Leertaste nimmt die gewählten Szenen in die Bestellung auf oder lässt sie aus, M zeigt oder verbirgt sie auf der Karte, P öffnet die Vorschau, F zoomt auf sie.</translation>
    </message>
  </context>
  <context>
    <name>AreasPanel</name>
    <message>
      <location filename="../../ui/areas/areas_panel.py" />
      <source>All Scenes</source>
      <translation>Alle Szenen</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_panel.py" />
      <source>Areas searched</source>
      <translation>Durchsuchte Gebiete</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_panel.py" />
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_panel.py" />
      <source>Cancel Estimate</source>
      <translation>Schätzung abbrechen</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_panel.py" />
      <source>Change</source>
      <translation>Änderung</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_panel.py" />
      <source>Clear Filters</source>
      <translation>Filter löschen</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_panel.py" />
      <source>Estimates the cost of these scenes together and asks you before any credits are held (Ctrl+Enter)</source>
      <translation>Schätzt die Kosten dieser Szenen zusammen und fragt Sie, bevor Credits reserviert werden (Strg+Enter)</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_panel.py" />
      <source>Listed Scenes</source>
      <translation>Szenen der Liste</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_panel.py" />
      <source>Preview…</source>
      <translation>Vorschau…</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_panel.py" />
      <source>Select two scenes of one area with quicklooks first</source>
      <translation>Wählen Sie zuerst zwei Szenen eines Gebiets mit Quicklooks</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_panel.py" />
      <source>Shows all scenes again</source>
      <translation>Zeigt wieder alle Szenen</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_panel.py" />
      <source>Shows picture, facts and metadata of the current scene (P)</source>
      <translation>Zeigt Bild, Angaben und Metadaten der jetzigen Szene (P)</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_panel.py" />
      <source>Stops the test query; the areas found so far stay</source>
      <translation>Hält die Testabfrage an; die bisher gefundenen Gebiete bleiben</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_panel.py" />
      <source>The filters hide all scenes in the order: clear them first</source>
      <translation>Die Filter verbergen alle Szenen der Bestellung: Löschen Sie sie zuerst</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_panel.py" />
      <source>Tick scenes first, or take the best of each area</source>
      <translation>Haken Sie zuerst Szenen an, oder nehmen Sie die beste jedes Gebiets</translation>
    </message>
  </context>
  <context>
    <name>AreasTools</name>
    <message>
      <location filename="../../ui/areas/areas_tools.py" />
      <source>&amp;Best per Area</source>
      <translation>Be&amp;ste je Gebiet</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_tools.py" />
      <source>&amp;Group by Area</source>
      <translation>Nach &amp;Gebiet</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_tools.py" />
      <source>Cheapest Cover</source>
      <translation>Günstigste Abdeckung</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_tools.py" />
      <source>Clear Tic&amp;ks</source>
      <translation>Häkchen ent&amp;fernen</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_tools.py" />
      <source>Removes all scenes from the order</source>
      <translation>Nimmt alle Szenen aus der Bestellung</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_tools.py" />
      <source>Shows the scenes below their areas, or all in one list</source>
      <translation>Zeigt die Szenen unter ihren Gebieten oder alle in einer Liste</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_tools.py" />
      <source>Ticks for each area the cheapest scenes that cover as much of it as all of its scenes; without prices the fewest</source>
      <translation>Hakt für jedes Gebiet die günstigsten Szenen an, die so viel davon abdecken wie alle seine Szenen; ohne Preise die wenigsten</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_tools.py" />
      <source>Ticks the best scene of each area (★): the lowest price per usable km²; without prices the scene with the most usable area</source>
      <translation>Hakt die beste Szene jedes Gebiets an (★): die mit dem niedrigsten Preis je nutzbarem km²; ohne Preise die mit der größten nutzbaren Fläche</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_tools.py" />
      <source>Zoom to areas</source>
      <translation>Auf Gebiete zoomen</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_tools.py" />
      <source>Zoom to the selected areas, or to all</source>
      <translation>Auf die gewählten Gebiete zoomen, oder auf alle</translation>
    </message>
    <message>
      <location filename="../../ui/areas/areas_tools.py" />
      <source>Zoom, group, best per area, cheapest cover, change, watch and export</source>
      <translation>Zoomen, gruppieren, beste je Gebiet, günstigste Abdeckung, Veränderung, beobachten und exportieren</translation>
    </message>
  </context>
  <context>
    <name>BalanceBar</name>
    <message>
      <location filename="../../ui/parts/balance_bar.py" />
      <source>Balance used</source>
      <translation>Verbrauchtes Guthaben</translation>
    </message>
  </context>
  <context>
    <name>ChangeTool</name>
    <message>
      <location filename="../../ui/scenes/change_tool.py" />
      <source>Chan&amp;ge</source>
      <translation>Änderun&amp;g</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/change_tool.py" />
      <source>Comparing the quicklooks…</source>
      <translation>Die Quicklooks werden verglichen…</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/change_tool.py" />
      <source>Select two scenes with quicklooks first</source>
      <translation>Wählen Sie zuerst zwei Szenen mit Quicklooks</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/change_tool.py" />
      <source>Shows as a heat map where two scenes differ, by their quicklooks. Free of charge</source>
      <translation>Zeigt als Heatmap, wo sich zwei Szenen nach ihren Quicklooks unterscheiden. Kostenlos</translation>
    </message>
  </context>
  <context>
    <name>CheckDialog</name>
    <message>
      <location filename="../../ui/options/check_dialog.py" />
      <source>&amp;Copy Report</source>
      <translation>Bericht &amp;kopieren</translation>
    </message>
    <message>
      <location filename="../../ui/options/check_dialog.py" />
      <source>Calls and their results</source>
      <translation>Aufrufe und ihre Ergebnisse</translation>
    </message>
    <message>
      <location filename="../../ui/options/check_dialog.py" />
      <source>Check Connection</source>
      <translation>Verbindung prüfen</translation>
    </message>
    <message>
      <location filename="../../ui/options/check_dialog.py" />
      <source>Checking the calls of the service. This only reads: nothing is ordered, no credits are spent.</source>
      <translation>Die Aufrufe des Dienstes werden geprüft. Das liest nur: Es wird nichts bestellt, es werden keine Credits ausgegeben.</translation>
    </message>
    <message>
      <location filename="../../ui/options/check_dialog.py" />
      <source>Copies all lines as text, without passwords and tokens</source>
      <translation>Kopiert alle Zeilen als Text, ohne Passwörter und Token</translation>
    </message>
  </context>
  <context>
    <name>CloudField</name>
    <message>
      <location filename="../../ui/configure/filter_field.py" />
      <source>Maximum cloud cover</source>
      <translation>Höchste Bewölkung</translation>
    </message>
    <message>
      <location filename="../../ui/configure/filter_field.py" />
      <source>Of the whole scene, as the provider states it</source>
      <translation>Bewölkung der ganzen Szene, nach Angabe des Anbieters</translation>
    </message>
  </context>
  <context>
    <name>CompareBar</name>
    <message>
      <location filename="../../ui/map/compare_bar.py" />
      <source>End the comparison</source>
      <translation>Vergleich beenden</translation>
    </message>
    <message>
      <location filename="../../ui/map/compare_bar.py" />
      <source>Ends the comparison (Esc on the map)</source>
      <translation>Beendet den Vergleich (Esc auf der Karte)</translation>
    </message>
    <message>
      <location filename="../../ui/map/compare_bar.py" />
      <source>Line position</source>
      <translation>Lage der Linie</translation>
    </message>
    <message>
      <location filename="../../ui/map/compare_bar.py" />
      <source>Position of the line; on the map, drag it or use the arrow keys</source>
      <translation>Lage der Linie; auf der Karte ziehen Sie sie oder verwenden die Pfeiltasten</translation>
    </message>
    <message>
      <location filename="../../ui/map/compare_bar.py" />
      <source>Swap</source>
      <translation>Tauschen</translation>
    </message>
    <message>
      <location filename="../../ui/map/compare_bar.py" />
      <source>Swaps the two scenes (Space on the map)</source>
      <translation>Tauscht die beiden Szenen (Leertaste auf der Karte)</translation>
    </message>
    <message>
      <location filename="../../ui/map/compare_bar.py" />
      <source>{first}  |  {second}</source>
      <translation>{first}  |  {second}</translation>
    </message>
    <message>
      <location filename="../../ui/map/compare_bar.py" />
      <source>{first}  ⇄  {second}</source>
      <translation>{first}  ⇄  {second}</translation>
    </message>
  </context>
  <context>
    <name>ConfigurePanel</name>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>&amp;Area</source>
      <translation>&amp;Gebiet</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>A value under More Parameters is not valid. Fix it there.</source>
      <translation>Ein Wert unter „Weitere Parameter“ ist nicht gültig. Berichtigen Sie ihn dort.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Cloud</source>
      <translation>Wolken</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Compare products</source>
      <translation>Produkte vergleichen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Compares products for this area: dates, GSD, cloud and prices side by side. Free of charge</source>
      <translation>Vergleicht Produkte für dieses Gebiet: Daten, GSD, Bewölkung und Preise nebeneinander. Kostenlos</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Da&amp;tes</source>
      <translation>&amp;Zeitraum</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Estimate &amp;&amp; Confirm…</source>
      <translation>Schätzen &amp;&amp; bestätigen…</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Finds scenes and shows their quicklooks; free of charge</source>
      <translation>Findet Szenen und zeigt ihre Quicklooks; kostenlos</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>JSON Parameters</source>
      <translation>JSON-Parameter</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>L&amp;imit</source>
      <translation>L&amp;imit</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Live jo&amp;b – spends credits</source>
      <translation>Live-J&amp;ob – gibt Credits aus</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>More Parameters</source>
      <translation>Weitere Parameter</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Orders the scenes; spends credits once you have confirmed the hold</source>
      <translation>Bestellt die Szenen; gibt Credits aus, sobald Sie die Reservierung bestätigt haben</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Prod&amp;uct</source>
      <translation>Produ&amp;kt</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Progress</source>
      <translation>Fortschritt</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Reading the product…</source>
      <translation>Das Produkt wird gelesen…</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Run Test Query</source>
      <translation>Testabfrage starten</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Shows or hides: {title}</source>
      <translation>Zeigt oder verbirgt: {title}</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Stops at once; nothing is spent</source>
      <translation>Hält sofort an; es wird nichts ausgegeben</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>Test &amp;query – free</source>
      <translation>Testab&amp;frage – kostenlos</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>The JSON is not valid. Fix it, or switch back to the form.</source>
      <translation>Das JSON ist nicht gültig. Berichtigen Sie es, oder gehen Sie zurück zum Formular.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/configure_panel.py" />
      <source>{button} (Ctrl+Enter)</source>
      <translation>{button} (Strg+Enter)</translation>
    </message>
  </context>
  <context>
    <name>ConnectionDialog</name>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>&amp;Address</source>
      <translation>&amp;Adresse</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>&amp;E-mail</source>
      <translation>&amp;E-Mail</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>&amp;Name</source>
      <translation>&amp;Name</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>&amp;Orders shown</source>
      <translation>Gezeigte &amp;Bestellungen</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>&amp;Project ID</source>
      <translation>Projekt-&amp;ID</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>&amp;Region</source>
      <translation>&amp;Region</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>&amp;Service</source>
      <translation>&amp;Dienst</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>&amp;Test</source>
      <translation>&amp;Testen</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>A connection with this name already exists.</source>
      <translation>Eine Verbindung dieses Namens gibt es schon.</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>C&amp;heck Connection…</source>
      <translation>Verbindung &amp;prüfen…</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Classic project (project ID and key)</source>
      <translation>Klassisches Projekt (ID, Schlüssel)</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Custom Address</source>
      <translation>Eigene Adresse</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Edit Connection</source>
      <translation>Verbindung bearbeiten</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Enter both the e-mail and the password.</source>
      <translation>Geben Sie E-Mail und Passwort ein.</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Enter both the project ID and the project key.</source>
      <translation>Geben Sie Projekt-ID und Projektschlüssel ein.</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Enter the password again: the saved one belongs to the previous account.</source>
      <translation>Geben Sie das Passwort noch einmal ein: Das gespeicherte gehört zum vorigen Konto.</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Enter the project key again: the saved one belongs to the previous project.</source>
      <translation>Geben Sie den Projektschlüssel noch einmal ein: Der gespeicherte gehört zum vorigen Projekt.</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Europe</source>
      <translation>Europa</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Everyone's in the account</source>
      <translation>Alle des Kontos</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Give the connection a name.</source>
      <translation>Geben Sie der Verbindung einen Namen.</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Mine</source>
      <translation>Meine</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>New Connection</source>
      <translation>Neue Verbindung</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Pass&amp;word</source>
      <translation>Pass&amp;wort</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Project &amp;key</source>
      <translation>Projekt&amp;schlüssel</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Reports which calls of the service work; reads only, spends nothing</source>
      <translation>Meldet, welche Aufrufe des Dienstes funktionieren; liest nur, gibt nichts aus</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Saudi Arabia</source>
      <translation>Saudi-Arabien</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Sign-&amp;in address</source>
      <translation>An&amp;meldeadresse</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Signed in as {name}.</source>
      <translation>Angemeldet als {name}.</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Signing in…</source>
      <translation>Anmeldung läuft…</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>The credentials are stored only in QGIS's encrypted authentication database.</source>
      <translation>Die Zugangsdaten werden nur in der verschlüsselten Authentifizierungsdatenbank von QGIS gespeichert.</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>This name is reserved for a built-in connection.</source>
      <translation>Dieser Name ist einer eingebauten Verbindung vorbehalten.</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>UP42 account (e-mail and password)</source>
      <translation>UP42-Konto (E-Mail, Passwort)</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>Whose orders and stored assets are listed. New orders are always placed in your own workspace.</source>
      <translation>Wessen Bestellungen und gespeicherte Assets aufgelistet werden. Neue Bestellungen werden immer im eigenen Arbeitsbereich aufgegeben.</translation>
    </message>
    <message>
      <location filename="../../ui/options/connection_dialog.py" />
      <source>unchanged</source>
      <translation>unverändert</translation>
    </message>
  </context>
  <context>
    <name>CreditsLine</name>
    <message>
      <location filename="../../ui/jobs/jobs_header.py" />
      <source>Credits…</source>
      <translation>Credits…</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/jobs_header.py" />
      <source>From the journal of this computer, for this connection. The balance above is reported by UP42.</source>
      <translation>Aus dem Journal dieses Computers, für diese Verbindung. Das Guthaben oben meldet UP42.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/jobs_header.py" />
      <source>Shows what every live job held, used and released</source>
      <translation>Zeigt, was jeder Live-Job reserviert, verbraucht und freigegeben hat</translation>
    </message>
  </context>
  <context>
    <name>DisplayRow</name>
    <message>
      <location filename="../../ui/scenes/display_row.py" />
      <source>Opacit&amp;y</source>
      <translation>Deckkraf&amp;t</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/display_row.py" />
      <source>Opacity</source>
      <translation>Deckkraft</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/display_row.py" />
      <source>Opacity of all quicklooks</source>
      <translation>Deckkraft aller Quicklooks</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/display_row.py" />
      <source>Quicklook stacking and removal</source>
      <translation>Stapelung der Quicklooks</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/display_row.py" />
      <source>Show all</source>
      <translation>Alle zeigen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/display_row.py" />
      <source>Shows or hides the quicklooks of all listed scenes on the map. Hundreds at once need gigabytes of memory, so only the first are shown automatically.</source>
      <translation>Zeigt oder verbirgt die Quicklooks aller aufgelisteten Szenen auf der Karte. Hunderte zugleich brauchen Gigabytes an Arbeitsspeicher, deshalb werden nur die ersten automatisch gezeigt.</translation>
    </message>
  </context>
  <context>
    <name>EmptyPage</name>
    <message>
      <location filename="../../ui/scenes/scene_status.py" />
      <source>Clear Filters</source>
      <translation>Filter löschen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_status.py" />
      <source>Run a test query on the Configure tab to see the available scenes. It is free.</source>
      <translation>Führen Sie auf der Registerkarte „Formular“ eine Testabfrage aus, um die verfügbaren Szenen zu sehen. Sie ist kostenlos.</translation>
    </message>
  </context>
  <context>
    <name>EstimateLine</name>
    <message>
      <location filename="../../ui/configure/estimate_line.py" />
      <source>Each scene has its own price: run a test query and select scenes to see it.</source>
      <translation>Jede Szene hat ihren eigenen Preis: Führen Sie eine Testabfrage aus und wählen Sie Szenen, um ihn zu sehen.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/estimate_line.py" />
      <source>Estimating the cost…</source>
      <translation>Die Kosten werden geschätzt…</translation>
    </message>
    <message>
      <location filename="../../ui/configure/estimate_line.py" />
      <source>For a live job: {reason}</source>
      <translation>Für einen Live-Job: {reason}</translation>
    </message>
    <message>
      <location filename="../../ui/configure/estimate_line.py" />
      <source>Live job: {estimate}</source>
      <translation>Live-Job: {estimate}</translation>
    </message>
    <message>
      <location filename="../../ui/configure/estimate_line.py" />
      <source>No estimate: no scenes match these parameters.</source>
      <translation>Keine Kostenschätzung: Keine Szene passt zu diesen Parametern.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/estimate_line.py" />
      <source>No estimate: {reason}</source>
      <translation>Keine Kostenschätzung: {reason}</translation>
    </message>
    <message>
      <location filename="../../ui/configure/estimate_line.py" />
      <source>Requests the estimate again; nothing is spent</source>
      <translation>Fordert die Kostenschätzung noch einmal an; es wird nichts ausgegeben</translation>
    </message>
    <message>
      <location filename="../../ui/configure/estimate_line.py" />
      <source>Test query: free. Live job: {estimate}</source>
      <translation>Testabfrage: kostenlos. Live-Job: {estimate}</translation>
    </message>
    <message>
      <location filename="../../ui/configure/estimate_line.py" />
      <source>The price of a live job is not known. The test query is free and does not need it.</source>
      <translation>Der Preis eines Live-Jobs ist nicht bekannt. Die Testabfrage ist kostenlos und braucht ihn nicht.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/estimate_line.py" />
      <source>Try Again</source>
      <translation>Noch einmal</translation>
    </message>
    <message>
      <location filename="../../ui/configure/estimate_line.py" />
      <source>your balance: {balance}</source>
      <translation>Ihr Guthaben: {balance}</translation>
    </message>
    <message>
      <location filename="../../ui/configure/estimate_line.py" />
      <source>{refused} of {total} parts cannot be ordered; the hold dialog gives the reasons.</source>
      <translation>{refused} von {total} Teilen können nicht bestellt werden; der Dialog zur Reservierung nennt die Gründe.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/estimate_line.py" />
      <source>⚠ may exceed your {balance}</source>
      <translation>⚠ womöglich mehr als Ihr Guthaben von {balance}</translation>
    </message>
    <message>
      <location filename="../../ui/configure/estimate_line.py" />
      <source>⚠ more than your {balance}</source>
      <translation>⚠ mehr als Ihr Guthaben von {balance}</translation>
    </message>
  </context>
  <context>
    <name>ExportButton</name>
    <message>
      <location filename="../../ui/scenes/export_button.py" />
      <source>Export Scenes</source>
      <translation>Szenen exportieren</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/export_button.py" />
      <source>Export list</source>
      <translation>Liste exportieren</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/export_button.py" />
      <source>Export…</source>
      <translation>Exportieren…</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/export_button.py" />
      <source>Replace the file “{name}”?</source>
      <translation>Die Datei „{name}“ ersetzen?</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/export_button.py" />
      <source>Writes the list to a file: GeoPackage, CSV or STAC ItemCollection. Free of charge</source>
      <translation>Schreibt die Liste in eine Datei: GeoPackage, CSV oder STAC ItemCollection. Kostenlos</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/export_button.py" />
      <source>{title} ({count})…</source>
      <translation>{title} ({count})…</translation>
    </message>
  </context>
  <context>
    <name>FeaturesField</name>
    <message>
      <location filename="../../ui/configure/features_field.py" />
      <source>Name field</source>
      <translation>Namensfeld</translation>
    </message>
    <message>
      <location filename="../../ui/configure/features_field.py" />
      <source>Names &amp;from</source>
      <translation>Na&amp;men aus</translation>
    </message>
    <message>
      <location filename="../../ui/configure/features_field.py" />
      <source>The field with the names of the areas; without one they are numbered</source>
      <translation>Das Feld mit den Namen der Gebiete; ohne eines werden sie nummeriert</translation>
    </message>
  </context>
  <context>
    <name>FilterBar</name>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source> %</source>
      <translation> %</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source> m</source>
      <translation> m</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>%Ln filter(s) active</source>
      <translation>
        <numerusform>%Ln Filter aktiv</numerusform>
        <numerusform>%Ln Filter aktiv</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>&amp;Angle up to</source>
      <translation>W&amp;inkel bis</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>&amp;First date</source>
      <translation>&amp;Frühestes Datum</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Area covered from</source>
      <translation>Gebiet abgedeckt ab</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>As the quicklooks show it inside the area of interest</source>
      <translation>Wie der Quicklook sie im Interessengebiet zeigt</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Cloud cover up to</source>
      <translation>Bewölkung bis</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Cloud over the area &amp;up to</source>
      <translation>Bewölkung i&amp;m Gebiet bis</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Filter by platform, level or ID</source>
      <translation>Nach Plattform, Stufe oder ID filtern</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Filter scenes</source>
      <translation>Szenen filtern</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>GSD up to</source>
      <translation>GSD bis</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Las&amp;t date</source>
      <translation>S&amp;pätestes Datum</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>More filters</source>
      <translation>Weitere Filter</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>More filters: dates, clouds, angle, GSD, area covered</source>
      <translation>Weitere Filter: Daten, Wolken, Winkel, GSD, Abdeckung</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Shows only scenes whose platform, level or ID contains this text</source>
      <translation>Zeigt nur Szenen, deren Plattform, Stufe oder ID diesen Text enthält</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>°</source>
      <translation>°</translation>
    </message>
  </context>
  <context>
    <name>FirstMinute</name>
    <message>
      <location filename="../../ui/configure/first_minute.py" />
      <source>Add Base Map</source>
      <translation>Grundkarte hinzufügen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/first_minute.py" />
      <source>Adds the world map of QGIS and OpenStreetMap, which is loaded from tile.openstreetmap.org</source>
      <translation>Fügt die Weltkarte von QGIS und OpenStreetMap hinzu, das von tile.openstreetmap.org geladen wird</translation>
    </message>
    <message>
      <location filename="../../ui/configure/first_minute.py" />
      <source>Try It in Valencia</source>
      <translation>In Valencia ausprobieren</translation>
    </message>
    <message>
      <location filename="../../ui/configure/first_minute.py" />
      <source>Zooms to the demo area and runs a test query there, free of charge</source>
      <translation>Zoomt auf das Demogebiet und führt dort eine Testabfrage aus, kostenlos</translation>
    </message>
  </context>
  <context>
    <name>GeometryModeField</name>
    <message>
      <location filename="../../ui/configure/geometry_mode_field.py" />
      <source>Scenes must</source>
      <translation>Szenen</translation>
    </message>
  </context>
  <context>
    <name>HoldDialog</name>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>&amp;Budget</source>
      <translation>&amp;Budget</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>&amp;Type the number of credits to confirm this large hold</source>
      <translation>&amp;Tippen Sie die Anzahl der Credits ein, um diese große Reservierung zu bestätigen</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>Area</source>
      <translation>Gebiet</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>Areas</source>
      <translation>Gebiete</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>Choose a budget first</source>
      <translation>Wählen Sie zuerst ein Budget</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>Choose a budget…</source>
      <translation>Budget wählen…</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>Confirm Live Job</source>
      <translation>Live-Job bestätigen</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>Connection</source>
      <translation>Verbindung</translation>
    </message>
    <message>
      <location filename="../../ui/hold/costs_view.py" />
      <source>Cost of each part</source>
      <translation>Kosten jedes Teils</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>Covered</source>
      <translation>Abgedeckt</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>Estimate Without Them…</source>
      <translation>Ohne sie schätzen…</translation>
    </message>
    <message>
      <location filename="../../ui/hold/costs_view.py" />
      <source>Final Cost</source>
      <translation>Endgültige Kosten</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>Licence</source>
      <translation>Lizenz</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>No budget</source>
      <translation>Kein Budget</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>Opens the licence in the web browser</source>
      <translation>Öffnet die Lizenz im Webbrowser</translation>
    </message>
    <message>
      <location filename="../../ui/hold/costs_view.py" />
      <source>Part</source>
      <translation>Teil</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>Product</source>
      <translation>Produkt</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>Scenes</source>
      <translation>Szenen</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>The balance is not shown to this account: the service checks it when the job starts.</source>
      <translation>Das Guthaben wird diesem Konto nicht gezeigt: Der Dienst prüft es, wenn der Job startet.</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>The balance is too small by {credits}. Choose fewer scenes or a smaller area, or buy credits in the console. Nothing is held.</source>
      <translation>Das Guthaben ist um {credits} zu klein. Wählen Sie weniger Szenen oder ein kleineres Gebiet, oder kaufen Sie Credits in der Konsole. Es ist nichts reserviert.</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>The balance is unknown: the service checks it when the job starts.</source>
      <translation>Das Guthaben ist unbekannt: Der Dienst prüft es, wenn der Job startet.</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>The credits are held when the job starts. When it completes, its final cost is charged and the rest of the hold is released.</source>
      <translation>Die Credits werden reserviert, wenn der Job startet. Ist er abgeschlossen, werden seine endgültigen Kosten abgebucht, und der Rest der Reservierung wird freigegeben.</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>The final cost can exceed the hold, up to the end of the range above: that is what you agree to, and what your limits are compared with.</source>
      <translation>Die endgültigen Kosten können die Reservierung überschreiten, bis zum Ende der Spanne oben: Dem stimmen Sie zu, und damit werden Ihre Limits verglichen.</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>The parameters have changed since this estimate. Cancel and ask for a new one; nothing is held.</source>
      <translation>Die Parameter haben sich seit dieser Kostenschätzung geändert. Brechen Sie ab und fordern Sie eine neue an; es ist nichts reserviert.</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>This budget does not have enough credits left</source>
      <translation>Dieses Budget hat nicht genug Credits übrig</translation>
    </message>
    <message>
      <location filename="../../ui/hold/costs_view.py" />
      <source>Total</source>
      <translation>Summe</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>Type the number of credits first</source>
      <translation>Tippen Sie zuerst die Anzahl der Credits ein</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>and {count} more</source>
      <translation>und {count} weitere</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_dialog.py" />
      <source>{name}: no real credits are spent</source>
      <translation>{name}: Es werden keine echten Credits ausgegeben</translation>
    </message>
  </context>
  <context>
    <name>HoldFigures</name>
    <message>
      <location filename="../../ui/hold/hold_figures.py" />
      <source>Balance now</source>
      <translation>Guthaben jetzt</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_figures.py" />
      <source>Balance while held</source>
      <translation>Guthaben während der Reservierung</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_figures.py" />
      <source>Final cost</source>
      <translation>Endgültige Kosten</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_figures.py" />
      <source>Held from start to completion</source>
      <translation>Vom Start bis zum Abschluss reserviert</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_figures.py" />
      <source>Share of the balance</source>
      <translation>Anteil am Guthaben</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_figures.py" />
      <source>Worth about</source>
      <translation>Wert etwa</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_figures.py" />
      <source>not shown to this account</source>
      <translation>wird diesem Konto nicht gezeigt</translation>
    </message>
    <message>
      <location filename="../../ui/hold/hold_figures.py" />
      <source>unknown: the service could not report it</source>
      <translation>unbekannt: Der Dienst konnte es nicht nennen</translation>
    </message>
  </context>
  <context>
    <name>JobCommands</name>
    <message>
      <location filename="../../ui/jobs/job_commands.py" />
      <source>Cancel Jobs</source>
      <translation>Jobs abbrechen</translation>
    </message>
  </context>
  <context>
    <name>JobsPanel</name>
    <message>
      <location filename="../../ui/jobs/jobs_panel.py" />
      <source>Filter by name, product, kind or state</source>
      <translation>Nach Name, Produkt, Art oder Zustand filtern</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/jobs_panel.py" />
      <source>Filter jobs</source>
      <translation>Jobs filtern</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/jobs_panel.py" />
      <source>Lists what this account has bought, to load it again free of charge</source>
      <translation>Listet auf, was dieses Konto gekauft hat, um es kostenlos noch einmal zu laden</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/jobs_panel.py" />
      <source>No jobs match.</source>
      <translation>Kein Job passt.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/jobs_panel.py" />
      <source>No jobs yet. Test queries and live jobs of this connection appear here, with their outputs.</source>
      <translation>Noch keine Jobs. Testabfragen und Live-Jobs dieser Verbindung erscheinen hier, mit ihren Ergebnissen.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/jobs_panel.py" />
      <source>Stora&amp;ge…</source>
      <translation>S&amp;peicher…</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/jobs_panel.py" />
      <source>This job ran in the Sandbox of an earlier QGIS session, which ended with it. No credits are involved. Its outputs can be loaded if they were downloaded; otherwise run it again.</source>
      <translation>Dieser Job lief in der Sandbox einer früheren QGIS-Sitzung, die mit ihr endete. Es sind keine Credits betroffen. Seine Ergebnisse können geladen werden, wenn sie heruntergeladen wurden; sonst führen Sie ihn noch einmal aus.</translation>
    </message>
  </context>
  <context>
    <name>JobsView</name>
    <message>
      <location filename="../../ui/jobs/job_rows.py" />
      <source>Jobs</source>
      <translation>Jobs</translation>
    </message>
  </context>
  <context>
    <name>LedgerDialog</name>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>&amp;Month</source>
      <translation>&amp;Monat</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>All connections</source>
      <translation>Alle Verbindungen</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>All months</source>
      <translation>Alle Monate</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>Asking UP42…</source>
      <translation>UP42 wird gefragt…</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>Co&amp;nnection</source>
      <translation>Verbind&amp;ung</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>Compare With UP42</source>
      <translation>Mit UP42 vergleichen</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>Compares the jobs of “{name}” with the history of the account</source>
      <translation>Vergleicht die Jobs von „{name}“ mit dem Verlauf des Kontos</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>Connection</source>
      <translation>Verbindung</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>Credits of the Live Jobs</source>
      <translation>Credits der Live-Jobs</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>Export CSV</source>
      <translation>CSV exportieren</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>Export CSV…</source>
      <translation>CSV exportieren…</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>Live jobs and their credits</source>
      <translation>Live-Jobs und ihre Credits</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>Live jobs started on this computer; spending by the console and other programs is not included. Months are in UTC.</source>
      <translation>Live-Jobs, die auf diesem Computer gestartet wurden; was über die Konsole und andere Programme ausgegeben wurde, ist nicht enthalten. Monate sind in UTC.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>Month</source>
      <translation>Monat</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>No live job yet: nothing was held and nothing was used.</source>
      <translation>Noch kein Live-Job: Es wurde nichts reserviert und nichts verbraucht.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>Sign in first</source>
      <translation>Melden Sie sich zuerst an</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/ledger_dialog.py" />
      <source>This service does not report what each job was charged; the figures come from the estimates and the jobs themselves.</source>
      <translation>Dieser Dienst meldet nicht, was für jeden Job abgebucht wurde; die Zahlen stammen aus den Kostenschätzungen und den Jobs selbst.</translation>
    </message>
  </context>
  <context>
    <name>LimitField</name>
    <message numerus="yes">
      <location filename="../../ui/configure/filter_field.py" />
      <source> scene(s)</source>
      <translation>
        <numerusform> Szene</numerusform>
        <numerusform> Szenen</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/configure/filter_field.py" />
      <source>At most </source>
      <translation>Höchstens </translation>
    </message>
    <message>
      <location filename="../../ui/configure/filter_field.py" />
      <source>At most this many scenes, the most recent ones</source>
      <translation>Höchstens so viele Szenen, die neuesten</translation>
    </message>
    <message>
      <location filename="../../ui/configure/filter_field.py" />
      <source>Maximum number of scenes</source>
      <translation>Höchstzahl der Szenen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/filter_field.py" />
      <source>newest first</source>
      <translation>neueste zuerst</translation>
    </message>
    <message>
      <location filename="../../ui/configure/filter_field.py" />
      <source>newest first, 1 to {most}</source>
      <translation>neueste zuerst, 1–{most}</translation>
    </message>
  </context>
  <context>
    <name>LogDialog</name>
    <message>
      <location filename="../../ui/parts/reading_dialog.py" />
      <source>&amp;Copy</source>
      <translation>&amp;Kopieren</translation>
    </message>
    <message>
      <location filename="../../ui/parts/reading_dialog.py" />
      <source>Copies the selection, or everything if nothing is selected</source>
      <translation>Kopiert die Auswahl, oder alles, wenn nichts gewählt ist</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/log_dialog.py" />
      <source>Fetching the log…</source>
      <translation>Das Protokoll wird geholt…</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/log_dialog.py" />
      <source>Log</source>
      <translation>Protokoll</translation>
    </message>
    <message>
      <location filename="../../ui/parts/reading_dialog.py" />
      <source>Search</source>
      <translation>Suchen</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/log_dialog.py" />
      <source>The log is empty.</source>
      <translation>Das Protokoll ist leer.</translation>
    </message>
  </context>
  <context>
    <name>NoticeBar</name>
    <message>
      <location filename="../../ui/notice_bar.py" />
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <location filename="../../ui/notice_bar.py" />
      <source>Close this notice</source>
      <translation>Diese Meldung schließen</translation>
    </message>
  </context>
  <context>
    <name>OptionsPage</name>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>&amp;Folder</source>
      <translation>&amp;Ordner</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>&amp;Keep at most</source>
      <translation>&amp;Höchstens behalten</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Add…</source>
      <translation>Hinzufügen…</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Check Connection…</source>
      <translation>Verbindung prüfen…</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Connections</source>
      <translation>Verbindungen</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Credits</source>
      <translation>Credits</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Edit…</source>
      <translation>Bearbeiten…</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Help</source>
      <translation>Hilfe</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Limit per &amp;QGIS project</source>
      <translation>Limit je &amp;QGIS-Projekt</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Limit per &amp;job</source>
      <translation>Limit je &amp;Job</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Limit per &amp;month</source>
      <translation>Limit je &amp;Monat</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Limits in credits, compared with the maximum cost of a job, the upper end of its estimate. They count the live jobs started on this computer, in the dock and in Processing: what finished ones used, and the maximum cost of open ones. While the cost of a job is unknown, nothing is ordered. The monthly limit also counts charges of the console and other programs if the service reports its history; the current UP42 service does not. A month is a calendar month in UTC. A project that was never saved has no limit. Sandbox jobs count only in the Sandbox.</source>
      <translation>Limits in Credits, verglichen mit den Höchstkosten eines Jobs, dem oberen Ende seiner Kostenschätzung. Sie zählen die Live-Jobs, die auf diesem Computer gestartet wurden, im Bedienfeld und in der Verarbeitung: was beendete verbraucht haben, und die Höchstkosten offener. Solange die Kosten eines Jobs unbekannt sind, wird nichts bestellt. Das Monatslimit zählt auch Abbuchungen der Konsole und anderer Programme, wenn der Dienst seinen Verlauf meldet; der heutige UP42-Dienst tut das nicht. Ein Monat ist ein Kalendermonat in UTC. Ein Projekt, das nie gespeichert wurde, hat kein Limit. Sandbox-Jobs zählen nur in der Sandbox.</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Load the outputs of a finished live job automatically</source>
      <translation>Die Ergebnisse eines beendeten Live-Jobs automatisch laden</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Maximum &amp;expansion of an archive</source>
      <translation>&amp;Entpackfaktor eines Archivs höchstens</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Maximum &amp;unpacked size per archive</source>
      <translation>Größe &amp;ausgepackt je Archiv höchstens</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Maximum f&amp;iles per archive</source>
      <translation>Höchstzahl der Date&amp;ien je Archiv</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Notify on the desktop when a job ends while QGIS is in the background</source>
      <translation>Auf dem Desktop melden, wenn ein Job endet, während QGIS im Hintergrund ist</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Opens the guide; needs no network</source>
      <translation>Öffnet die Anleitung; braucht kein Netzwerk</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Output folder</source>
      <translation>Ordner der Ergebnisse</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Outputs</source>
      <translation>Ergebnisse</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Quicklooks and metadata of test queries. Above this size, the oldest are removed after the next query except those of the last day, those with layers in the open project and those with files of yours. Outputs and folders that you chose are never removed. Projects that are not open lose the removed quicklooks; to keep them, save them elsewhere.</source>
      <translation>Quicklooks und Metadaten von Testabfragen. Über dieser Größe werden nach der nächsten Abfrage die ältesten entfernt, außer denen des letzten Tages, denen mit Layern im offenen Projekt und denen mit eigenen Dateien von Ihnen. Ergebnisse und Ordner, die Sie gewählt haben, werden nie entfernt. Projekte, die nicht offen sind, verlieren die entfernten Quicklooks; um sie zu behalten, speichern Sie sie anderswo.</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Remove Connection</source>
      <translation>Verbindung entfernen</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Remove the connection “{name}” and its sign-in? Jobs and outputs stay.</source>
      <translation>Die Verbindung „{name}“ und ihre Anmeldung entfernen? Jobs und Ergebnisse bleiben.</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Reports which calls of the service work; reads only, spends nothing</source>
      <translation>Meldet, welche Aufrufe des Dienstes funktionieren; liest nur, gibt nichts aus</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Require &amp;typing the number above</source>
      <translation>Eintippen der &amp;Zahl verlangen über</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Run watches that did not run within a day when QGIS starts</source>
      <translation>Beobachtungen, die einen Tag lang nicht liefen, beim Start von QGIS ausführen</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Signed in as {name}.</source>
      <translation>Angemeldet als {name}.</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Signing in…</source>
      <translation>Anmeldung läuft…</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Test</source>
      <translation>Testen</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>Test queries</source>
      <translation>Testabfragen</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>The Sandbox is always available: it needs no account and spends nothing.</source>
      <translation>Die Sandbox ist immer verfügbar: Sie braucht kein Konto und gibt nichts aus.</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>This connection is built in</source>
      <translation>Diese Verbindung ist eingebaut</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>never</source>
      <translation>nie</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>next to the project</source>
      <translation>neben dem Projekt</translation>
    </message>
    <message>
      <location filename="../../ui/options/options_page.py" />
      <source>no limit</source>
      <translation>kein Limit</translation>
    </message>
  </context>
  <context>
    <name>OrderMap</name>
    <message>
      <location filename="../../ui/hold/order_map.py" />
      <source>Map of the order</source>
      <translation>Karte der Bestellung</translation>
    </message>
    <message>
      <location filename="../../ui/hold/order_map.py" />
      <source>{scenes} and the area of {area} (dashed)</source>
      <translation>{scenes} und das Gebiet von {area} (gestrichelt)</translation>
    </message>
  </context>
  <context>
    <name>OrderRow</name>
    <message>
      <location filename="../../ui/scenes/order_row.py" />
      <source>Open folder</source>
      <translation>Ordner öffnen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/order_row.py" />
      <source>Open the folder with data.json and the quicklooks</source>
      <translation>Den Ordner mit data.json und den Quicklooks öffnen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/order_row.py" />
      <source>Preview</source>
      <translation>Vorschau</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/order_row.py" />
      <source>Preview…</source>
      <translation>Vorschau…</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/order_row.py" />
      <source>Shows picture, facts and metadata of the current scene (P)</source>
      <translation>Zeigt Bild, Angaben und Metadaten der jetzigen Szene (P)</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/order_row.py" />
      <source>Zoom to scenes</source>
      <translation>Auf Szenen zoomen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/order_row.py" />
      <source>Zoom to the selected scenes, or to all if none is selected (F)</source>
      <translation>Auf die gewählten Szenen zoomen, oder auf alle, wenn keine gewählt ist (F)</translation>
    </message>
  </context>
  <context>
    <name>PeriodField</name>
    <message>
      <location filename="../../ui/configure/period_field.py" />
      <source>Any Date</source>
      <translation>Jedes Datum</translation>
    </message>
    <message>
      <location filename="../../ui/configure/period_field.py" />
      <source>Common periods</source>
      <translation>Übliche Zeiträume</translation>
    </message>
    <message>
      <location filename="../../ui/configure/period_field.py" />
      <source>Common periods, up to today: {period}</source>
      <translation>Übliche Zeiträume, bis heute: {period}</translation>
    </message>
    <message>
      <location filename="../../ui/configure/period_field.py" />
      <source>Custom</source>
      <translation>Eigener</translation>
    </message>
    <message>
      <location filename="../../ui/configure/period_field.py" />
      <source>First day (UTC)</source>
      <translation>Erster Tag (UTC)</translation>
    </message>
    <message>
      <location filename="../../ui/configure/period_field.py" />
      <source>Last Month</source>
      <translation>Letzter Monat</translation>
    </message>
    <message>
      <location filename="../../ui/configure/period_field.py" />
      <source>Last day (UTC)</source>
      <translation>Letzter Tag (UTC)</translation>
    </message>
    <message>
      <location filename="../../ui/configure/period_field.py" />
      <source>Last {count} Months</source>
      <translation>Letzte {count} Monate</translation>
    </message>
    <message>
      <location filename="../../ui/configure/period_field.py" />
      <source>This Year</source>
      <translation>Dieses Jahr</translation>
    </message>
  </context>
  <context>
    <name>PresetButton</name>
    <message>
      <location filename="../../ui/configure/preset_button.py" />
      <source>Delete Preset</source>
      <translation>Vorgabe löschen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/preset_button.py" />
      <source>Delete the preset “{name}”?</source>
      <translation>Die Vorgabe „{name}“ löschen?</translation>
    </message>
    <message>
      <location filename="../../ui/configure/preset_button.py" />
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <location filename="../../ui/configure/preset_button.py" />
      <source>No presets yet</source>
      <translation>Noch keine Vorgaben</translation>
    </message>
    <message>
      <location filename="../../ui/configure/preset_button.py" />
      <source>Presets</source>
      <translation>Vorgaben</translation>
    </message>
    <message>
      <location filename="../../ui/configure/preset_button.py" />
      <source>Presets: save and load named sets of parameters, with their area</source>
      <translation>Vorgaben: benannte Parametersätze mit ihrem Gebiet speichern und laden</translation>
    </message>
    <message>
      <location filename="../../ui/configure/preset_button.py" />
      <source>Replace the preset “{name}”?</source>
      <translation>Die Vorgabe „{name}“ ersetzen?</translation>
    </message>
    <message>
      <location filename="../../ui/configure/preset_button.py" />
      <source>Save Preset</source>
      <translation>Vorgabe speichern</translation>
    </message>
    <message>
      <location filename="../../ui/configure/preset_button.py" />
      <source>Save as Preset…</source>
      <translation>Als Vorgabe speichern…</translation>
    </message>
  </context>
  <context>
    <name>PreviewDialog</name>
    <message>
      <location filename="../../ui/parts/reading_dialog.py" />
      <source>&amp;Copy</source>
      <translation>&amp;Kopieren</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/preview_dialog.py" />
      <source>&amp;In the order</source>
      <translation>&amp;In der Bestellung</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/preview_dialog.py" />
      <source>&amp;Order This Scene…</source>
      <translation>Diese Szene &amp;bestellen…</translation>
    </message>
    <message>
      <location filename="../../ui/parts/reading_dialog.py" />
      <source>Copies the selection, or everything if nothing is selected</source>
      <translation>Kopiert die Auswahl, oder alles, wenn nichts gewählt ist</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/preview_dialog.py" />
      <source>Estimates the cost of this scene and asks you before any credits are held</source>
      <translation>Schätzt die Kosten dieser Szene und fragt Sie, bevor Credits reserviert werden</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/preview_dialog.py" />
      <source>JSON</source>
      <translation>JSON</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/preview_dialog.py" />
      <source>Metadata</source>
      <translation>Metadaten</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/preview_dialog.py" />
      <source>Next scene</source>
      <translation>Nächste Szene</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/preview_dialog.py" />
      <source>Previous scene</source>
      <translation>Vorige Szene</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/preview_dialog.py" />
      <source>Scene</source>
      <translation>Szene</translation>
    </message>
    <message>
      <location filename="../../ui/parts/reading_dialog.py" />
      <source>Search</source>
      <translation>Suchen</translation>
    </message>
  </context>
  <context>
    <name>ProductChecklist</name>
    <message>
      <location filename="../../ui/parts/product_checklist.py" />
      <source>&amp;Products</source>
      <translation>&amp;Produkte</translation>
    </message>
    <message>
      <location filename="../../ui/parts/product_checklist.py" />
      <source>Filter products</source>
      <translation>Produkte filtern</translation>
    </message>
    <message>
      <location filename="../../ui/parts/product_checklist.py" />
      <source>The product of the form is always searched</source>
      <translation>Das Produkt des Formulars wird immer durchsucht</translation>
    </message>
  </context>
  <context>
    <name>ProductCombo</name>
    <message>
      <location filename="../../ui/configure/product_combo.py" />
      <source>Type to search</source>
      <translation>Zum Suchen tippen</translation>
    </message>
  </context>
  <context>
    <name>ProductField</name>
    <message>
      <location filename="../../ui/configure/product_field.py" />
      <source>By Collection</source>
      <translation>Nach Kollektion</translation>
    </message>
    <message>
      <location filename="../../ui/configure/product_field.py" />
      <source>By Price</source>
      <translation>Nach Preis</translation>
    </message>
    <message>
      <location filename="../../ui/configure/product_field.py" />
      <source>By Resolution</source>
      <translation>Nach Auflösung</translation>
    </message>
    <message>
      <location filename="../../ui/configure/product_field.py" />
      <source>Check Again</source>
      <translation>Noch einmal prüfen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/product_field.py" />
      <source>Checks with the service again; the form does not change</source>
      <translation>Prüft noch einmal beim Dienst; das Formular ändert sich nicht</translation>
    </message>
    <message>
      <location filename="../../ui/configure/product_field.py" />
      <source>Open Page</source>
      <translation>Seite öffnen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/product_field.py" />
      <source>Open data: the scenes themselves cost nothing.</source>
      <translation>Offene Daten: Die Szenen selbst kosten nichts.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/product_field.py" />
      <source>Opens the page where access is granted, in the web browser</source>
      <translation>Öffnet die Seite, auf der Zugang gewährt wird, im Webbrowser</translation>
    </message>
    <message>
      <location filename="../../ui/configure/product_field.py" />
      <source>Product</source>
      <translation>Produkt</translation>
    </message>
    <message>
      <location filename="../../ui/configure/product_field.py" />
      <source>Reading the products…</source>
      <translation>Die Produkte werden gelesen…</translation>
    </message>
    <message>
      <location filename="../../ui/configure/product_field.py" />
      <source>Sort products</source>
      <translation>Produkte sortieren</translation>
    </message>
    <message>
      <location filename="../../ui/configure/product_field.py" />
      <source>Sort the products of the list</source>
      <translation>Die Produkte der Liste sortieren</translation>
    </message>
    <message>
      <location filename="../../ui/configure/product_field.py" />
      <source>The provider grants access to this collection on request; ask for it before you order.</source>
      <translation>Der Anbieter gewährt Zugang zu dieser Kollektion auf Anfrage; beantragen Sie ihn, bevor Sie bestellen.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/product_field.py" />
      <source>This account has no products to order.</source>
      <translation>Dieses Konto hat keine Produkte zum Bestellen.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/product_field.py" />
      <source>Type to search</source>
      <translation>Zum Suchen tippen</translation>
    </message>
  </context>
  <context>
    <name>ProductsButton</name>
    <message numerus="yes">
      <location filename="../../ui/areas/products_button.py" />
      <source>%Ln product(s) of the preset cannot be searched with this account.</source>
      <translation>
        <numerusform>%Ln Produkt der Vorgabe kann mit diesem Konto nicht abgefragt werden.</numerusform>
        <numerusform>%Ln Produkte der Vorgabe können mit diesem Konto nicht abgefragt werden.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/areas/products_button.py" />
      <source>Products ({count})…</source>
      <translation>Produkte ({count})…</translation>
    </message>
    <message>
      <location filename="../../ui/areas/products_button.py" />
      <source>Products searched</source>
      <translation>Durchsuchte Produkte</translation>
    </message>
    <message>
      <location filename="../../ui/areas/products_button.py" />
      <source>Searches several products over each feature at once, free of charge.</source>
      <translation>Durchsucht mehrere Produkte zugleich über jedem Objekt, kostenlos.</translation>
    </message>
  </context>
  <context>
    <name>ProductsDialog</name>
    <message>
      <location filename="../../ui/configure/products_dialog.py" />
      <source>&amp;Ask Prices Again</source>
      <translation>Preise &amp;erneut abfragen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/products_dialog.py" />
      <source>&amp;Cancel Search</source>
      <translation>Suche abbre&amp;chen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/products_dialog.py" />
      <source>&amp;Compare</source>
      <translation>&amp;Vergleichen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/products_dialog.py" />
      <source>&amp;Use This Product</source>
      <translation>Dieses Produkt ver&amp;wenden</translation>
    </message>
    <message>
      <location filename="../../ui/configure/products_dialog.py" />
      <source>Asks for the prices in view again. Free of charge</source>
      <translation>Fragt die sichtbaren Preise noch einmal ab. Kostenlos</translation>
    </message>
    <message>
      <location filename="../../ui/configure/products_dialog.py" />
      <source>Compare Products</source>
      <translation>Produkte vergleichen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/products_dialog.py" />
      <source>Products searched</source>
      <translation>Durchsuchte Produkte</translation>
    </message>
    <message>
      <location filename="../../ui/configure/products_dialog.py" />
      <source>Products to compare</source>
      <translation>Zu vergleichende Produkte</translation>
    </message>
    <message>
      <location filename="../../ui/configure/products_dialog.py" />
      <source>Puts the product of the chosen scene into the form</source>
      <translation>Setzt das Produkt der gewählten Szene in das Formular</translation>
    </message>
    <message>
      <location filename="../../ui/configure/products_dialog.py" />
      <source>Scenes of the products</source>
      <translation>Szenen der Produkte</translation>
    </message>
    <message>
      <location filename="../../ui/configure/products_dialog.py" />
      <source>Searches the ticked products for the area and dates of the form. Free of charge</source>
      <translation>Durchsucht die angehakten Produkte für Gebiet und Zeitraum des Formulars. Kostenlos</translation>
    </message>
  </context>
  <context>
    <name>ReadingDialog</name>
    <message>
      <location filename="../../ui/parts/reading_dialog.py" />
      <source>&amp;Copy</source>
      <translation>&amp;Kopieren</translation>
    </message>
    <message>
      <location filename="../../ui/parts/reading_dialog.py" />
      <source>Copies the selection, or everything if nothing is selected</source>
      <translation>Kopiert die Auswahl, oder alles, wenn nichts gewählt ist</translation>
    </message>
    <message>
      <location filename="../../ui/parts/reading_dialog.py" />
      <source>Search</source>
      <translation>Suchen</translation>
    </message>
  </context>
  <context>
    <name>RequestEditor</name>
    <message>
      <location filename="../../ui/configure/request_editor.py" />
      <source>Request as JSON</source>
      <translation>Anfrage als JSON</translation>
    </message>
    <message>
      <location filename="../../ui/configure/request_editor.py" />
      <source>Revert request</source>
      <translation>Anfrage zurücksetzen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/request_editor.py" />
      <source>Revert to the request of the form</source>
      <translation>Zurück zur Anfrage des Formulars</translation>
    </message>
    <message>
      <location filename="../../ui/configure/request_editor.py" />
      <source>The request exactly as it is sent; edits also change the form</source>
      <translation>Die Anfrage, genau wie sie gesendet wird; Bearbeitungen ändern auch das Formular</translation>
    </message>
  </context>
  <context>
    <name>RowsBar</name>
    <message>
      <location filename="../../ui/scenes/timeline_rows_bar.py" />
      <source>Areas</source>
      <translation>Gebiete</translation>
    </message>
  </context>
  <context>
    <name>SceneFilterBar</name>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source> %</source>
      <translation> %</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source> m</source>
      <translation> m</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>%Ln filter(s) active</source>
      <translation>
        <numerusform>%Ln Filter aktiv</numerusform>
        <numerusform>%Ln Filter aktiv</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>&amp;Angle up to</source>
      <translation>W&amp;inkel bis</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>&amp;First date</source>
      <translation>&amp;Frühestes Datum</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Area covered from</source>
      <translation>Gebiet abgedeckt ab</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>As the quicklooks show it inside the area of interest</source>
      <translation>Wie der Quicklook sie im Interessengebiet zeigt</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Cloud cover up to</source>
      <translation>Bewölkung bis</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Cloud over the area &amp;up to</source>
      <translation>Bewölkung i&amp;m Gebiet bis</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Filter by platform, level or ID</source>
      <translation>Nach Plattform, Stufe oder ID filtern</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Filter scenes</source>
      <translation>Szenen filtern</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>GSD up to</source>
      <translation>GSD bis</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_filter_bar.py" />
      <source>Largest or latest first</source>
      <translation>Größte oder späteste zuerst</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Las&amp;t date</source>
      <translation>S&amp;pätestes Datum</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>More filters</source>
      <translation>Weitere Filter</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>More filters: dates, clouds, angle, GSD, area covered</source>
      <translation>Weitere Filter: Daten, Wolken, Winkel, GSD, Abdeckung</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>Shows only scenes whose platform, level or ID contains this text</source>
      <translation>Zeigt nur Szenen, deren Plattform, Stufe oder ID diesen Text enthält</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_filter_bar.py" />
      <source>Smallest or earliest first</source>
      <translation>Kleinste oder früheste zuerst</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_filter_bar.py" />
      <source>Sort &amp;by</source>
      <translation>S&amp;ortieren</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_filter_bar.py" />
      <source>Sorts the scenes by this value</source>
      <translation>Sortiert die Szenen nach diesem Wert</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/filter_bar.py" />
      <source>°</source>
      <translation>°</translation>
    </message>
  </context>
  <context>
    <name>SceneMenu</name>
    <message>
      <location filename="../../ui/scenes/scene_menu.py" />
      <source>&amp;Copy Scene ID</source>
      <translation>Szenen-&amp;ID kopieren</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_menu.py" />
      <source>&amp;Preview…</source>
      <translation>&amp;Vorschau…</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_menu.py" />
      <source>&amp;Zoom to Scene</source>
      <translation>Auf Szene &amp;zoomen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_menu.py" />
      <source>Compare for Chan&amp;ge</source>
      <translation>Auf Ä&amp;nderung vergleichen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_menu.py" />
      <source>In the &amp;Order</source>
      <translation>In der &amp;Bestellung</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_menu.py" />
      <source>On the &amp;Map</source>
      <translation>Auf der &amp;Karte</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_menu.py" />
      <source>Order &amp;This Scene…</source>
      <translation>&amp;Diese Szene bestellen…</translation>
    </message>
  </context>
  <context>
    <name>ScenePicture</name>
    <message>
      <location filename="../../ui/scenes/scene_picture.py" />
      <source>Quicklook of the scene</source>
      <translation>Quicklook der Szene</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_picture.py" />
      <source>The wheel zooms, dragging moves the picture; the dashed line is your area</source>
      <translation>Das Mausrad zoomt, Ziehen verschiebt das Bild; die gestrichelte Linie ist Ihr Gebiet</translation>
    </message>
  </context>
  <context>
    <name>SceneStatus</name>
    <message>
      <location filename="../../ui/scenes/scene_status.py" />
      <source>Cancel the test query</source>
      <translation>Die Testabfrage abbrechen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_status.py" />
      <source>Clear Filters</source>
      <translation>Filter löschen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_status.py" />
      <source>Progress of the test query</source>
      <translation>Fortschritt der Testabfrage</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_status.py" />
      <source>Runs the free test query again for up to {count} scenes</source>
      <translation>Führt die kostenlose Testabfrage noch einmal aus, für bis zu {count} Szenen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_status.py" />
      <source>Show More</source>
      <translation>Mehr zeigen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_status.py" />
      <source>Shows all scenes again</source>
      <translation>Zeigt wieder alle Szenen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_status.py" />
      <source>The parameters have changed: these scenes belong to the earlier ones.</source>
      <translation>Die Parameter haben sich geändert: Diese Szenen gehören zu den früheren.</translation>
    </message>
  </context>
  <context>
    <name>SceneTools</name>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>All Scenes</source>
      <translation>Alle Szenen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>Blin&amp;k</source>
      <translation>Blin&amp;ken</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>Cheapest Cover</source>
      <translation>Günstigste Abdeckung</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>Clear the cover and its gaps; the scenes stay selected</source>
      <translation>Abdeckung und Lücken entfernen; die Szenen bleiben gewählt</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>End playing</source>
      <translation>Abspielen beenden</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>Ends playing and restores the temporal controller</source>
      <translation>Beendet das Abspielen und stellt die Zeitsteuerung wieder her</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>Listed Scenes</source>
      <translation>Szenen der Liste</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>Looking for the cheapest cover…</source>
      <translation>Die günstigste Abdeckung wird gesucht…</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>Play</source>
      <translation>Abspielen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>Plays the scenes in the list day by day in QGIS's temporal controller</source>
      <translation>Spielt die Szenen der Liste Tag für Tag in der Zeitsteuerung von QGIS ab</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>Select two scenes with quicklooks first</source>
      <translation>Wählen Sie zuerst zwei Szenen mit Quicklooks</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>Selects the listed scenes that cover the area for the fewest credits and shows any gaps</source>
      <translation>Wählt die aufgelisteten Szenen, die das Gebiet für die wenigsten Credits abdecken, und zeigt Lücken</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>Shows one scene on each side of a line on the map</source>
      <translation>Zeigt auf jeder Seite einer Linie auf der Karte eine Szene</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>Shows two scenes on the map alternately</source>
      <translation>Zeigt zwei Szenen abwechselnd auf der Karte</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>Sw&amp;ipe</source>
      <translation>Wis&amp;chen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>Swipe, blink, change, play, cheapest cover and export</source>
      <translation>Wischen, Blinken, Änderung, Abspielen, günstigste Abdeckung und Export</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>This window has no temporal controller</source>
      <translation>Dieses Fenster hat keine Zeitsteuerung</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_tools.py" />
      <source>{day} · day {number} of {count}</source>
      <translation>{day} · Tag {number} von {count}</translation>
    </message>
  </context>
  <context>
    <name>SceneView</name>
    <message>
      <location filename="../../ui/scenes/scene_view.py" />
      <source>Scenes</source>
      <translation>Szenen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_view.py" />
      <source>The arrow keys bring the picture of a scene to the top of the map. Space or Enter adds scenes to the order or leaves them out, M shows or hides them on the map, P opens the preview, F zooms to the selection, Ctrl+A selects all, Ctrl+C copies the scene ID, Ctrl+Enter orders.</source>
      <translation>Die Pfeiltasten bringen das Bild einer Szene auf der Karte nach oben. Leertaste oder Enter nehmen Szenen in die Bestellung auf oder lassen sie aus, M zeigt oder verbirgt sie auf der Karte, P öffnet die Vorschau, F zoomt auf die Auswahl, Strg+A wählt alle, Strg+C kopiert die Szenen-ID, Strg+Enter bestellt.</translation>
    </message>
  </context>
  <context>
    <name>ScenesPanel</name>
    <message>
      <location filename="../../ui/scenes/scenes_panel.py" />
      <source>Cancel Estimate</source>
      <translation>Schätzung abbrechen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scenes_panel.py" />
      <source>Estimates the cost of these scenes and asks you before any credits are held (Ctrl+Enter)</source>
      <translation>Schätzt die Kosten dieser Szenen und fragt Sie, bevor Credits reserviert werden (Strg+Enter)</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scenes_panel.py" />
      <source>Select a scene, or tick one or more, first</source>
      <translation>Wählen Sie zuerst eine Szene, oder haken Sie eine oder mehrere an</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scenes_panel.py" />
      <source>The filters hide all scenes in the order: clear them first</source>
      <translation>Die Filter verbergen alle Szenen der Bestellung: Löschen Sie sie zuerst</translation>
    </message>
  </context>
  <context>
    <name>StackMenu</name>
    <message>
      <location filename="../../ui/scenes/stack_menu.py" />
      <source>&amp;Clear Scenes and Quicklooks</source>
      <translation>Szenen und Quicklooks &amp;entfernen</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/stack_menu.py" />
      <source>&amp;Filter Map Too</source>
      <translation>Auch die Karte &amp;filtern</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/stack_menu.py" />
      <source>&amp;Newest on Top</source>
      <translation>&amp;Neueste oben</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/stack_menu.py" />
      <source>As &amp;Listed</source>
      <translation>Wie in der &amp;Liste</translation>
    </message>
  </context>
  <context>
    <name>StorageDialog</name>
    <message>
      <location filename="../../ui/jobs/storage_dialog.py" />
      <source>&amp;Load</source>
      <translation>&amp;Laden</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/storage_dialog.py" />
      <source>&amp;Zoom To</source>
      <translation>Hin&amp;zoomen</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/storage_dialog.py" />
      <source>Downloads it if needed and adds it to the map; nothing is charged</source>
      <translation>Lädt es bei Bedarf herunter und fügt es zur Karte hinzu; es wird nichts abgebucht</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/storage_dialog.py" />
      <source>Filter</source>
      <translation>Filter</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/storage_dialog.py" />
      <source>Filter by name, collection or date</source>
      <translation>Nach Name, Kollektion oder Datum filtern</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/storage_dialog.py" />
      <source>Search again</source>
      <translation>Erneut suchen</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/storage_dialog.py" />
      <source>Storage</source>
      <translation>Speicher</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/storage_dialog.py" />
      <source>The area of the Configure tab</source>
      <translation>Das Gebiet der Registerkarte „Formular“</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/storage_dialog.py" />
      <source>What this account has bought is downloaded and loaded again free of charge.</source>
      <translation>Was dieses Konto gekauft hat, wird kostenlos noch einmal heruntergeladen und geladen.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/storage_dialog.py" />
      <source>Within the &amp;area of interest</source>
      <translation>Nur im &amp;Interessengebiet</translation>
    </message>
  </context>
  <context>
    <name>TasksView</name>
    <message>
      <location filename="../../ui/jobs/tasks_view.py" />
      <source>Tasks of the selected job</source>
      <translation>Aufgaben des gewählten Jobs</translation>
    </message>
  </context>
  <context>
    <name>TimelineStrip</name>
    <message>
      <location filename="../../ui/scenes/timeline_strip.py" />
      <source>Timeline of the scenes</source>
      <translation>Zeitleiste der Szenen</translation>
    </message>
  </context>
  <context>
    <name>ToolsMenu</name>
    <message>
      <location filename="../../ui/parts/tools_menu.py" />
      <source>Tools</source>
      <translation>Werkzeuge</translation>
    </message>
  </context>
  <context>
    <name>UP42</name>
    <message numerus="yes">
      <location filename="../../core/app/areas/area_pictures.py" />
      <location filename="../../ui/wording/areas.py" />
      <location filename="../../ui/wording/jobs.py" />
      <source>%Ln area(s)</source>
      <translation>
        <numerusform>%Ln Gebiet</numerusform>
        <numerusform>%Ln Gebiete</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/areas.py" />
      <source>%Ln area(s) (is|are) watched from now on.</source>
      <translation>
        <numerusform>%Ln Gebiet wird ab jetzt beobachtet.</numerusform>
        <numerusform>%Ln Gebiete werden ab jetzt beobachtet.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/areas.py" />
      <source>%Ln area(s) (was|were) edited after the test query (✎): scenes are ordered for the (shape|shapes) that (was|were) searched. Run the test query again for the new (one|ones).</source>
      <translation>
        <numerusform>%Ln Gebiet wurde nach der Testabfrage bearbeitet (✎): Szenen werden für die gesuchte Form bestellt. Führen Sie die Testabfrage für die neue Form noch einmal aus.</numerusform>
        <numerusform>%Ln Gebiete wurden nach der Testabfrage bearbeitet (✎): Szenen werden für die gesuchten Formen bestellt. Führen Sie die Testabfrage für die neuen Formen noch einmal aus.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/areas.py" />
      <source>%Ln area(s) could not be searched for every product (⚠)</source>
      <translation>
        <numerusform>%Ln Gebiet konnte nicht für jedes Produkt abgefragt werden (⚠)</numerusform>
        <numerusform>%Ln Gebiete konnten nicht für jedes Produkt abgefragt werden (⚠)</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/areas.py" />
      <source>%Ln area(s) could not be searched; (its row says|their rows say) why</source>
      <translation>
        <numerusform>%Ln Gebiet konnte nicht durchsucht werden; seine Zeile nennt den Grund</numerusform>
        <numerusform>%Ln Gebiete konnten nicht durchsucht werden; ihre Zeilen nennen den Grund</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/areas.py" />
      <source>%Ln area(s) could not be searched; the next run tries again.</source>
      <translation>
        <numerusform>%Ln Gebiet konnte nicht durchsucht werden; der nächste Lauf versucht es noch einmal.</numerusform>
        <numerusform>%Ln Gebiete konnten nicht durchsucht werden; der nächste Lauf versucht es noch einmal.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/outputs.py" />
      <source>%Ln asset(s)</source>
      <translation>
        <numerusform>%Ln Asset</numerusform>
        <numerusform>%Ln Assets</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/processing/area_run.py" />
      <location filename="../../core/processing/runjob.py" />
      <source>%Ln credit(s) will be held.</source>
      <translation>
        <numerusform>%Ln Credit wird reserviert.</numerusform>
        <numerusform>%Ln Credits werden reserviert.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/areas.py" />
      <source>%Ln feature(s), each an area of its own</source>
      <translation>
        <numerusform>%Ln Objekt, ein eigenes Gebiet</numerusform>
        <numerusform>%Ln Objekte, jedes ein eigenes Gebiet</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/processing/jobs.py" />
      <source>%Ln job(s) in the service's list could not be read.</source>
      <translation>
        <numerusform>%Ln Job in der Liste des Dienstes konnte nicht gelesen werden.</numerusform>
        <numerusform>%Ln Jobs in der Liste des Dienstes konnten nicht gelesen werden.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/areas.py" />
      <source>%Ln job(s) ordered, one per area and product.</source>
      <translation>
        <numerusform>%Ln Job bestellt, einer je Gebiet und Produkt.</numerusform>
        <numerusform>%Ln Jobs bestellt, einer je Gebiet und Produkt.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/outcomes.py" />
      <source>%Ln job(s) with news</source>
      <translation>
        <numerusform>%Ln Job mit Neuigkeiten</numerusform>
        <numerusform>%Ln Jobs mit Neuigkeiten</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/job_notices.py" />
      <source>%Ln layer(s) of “{name}” added to the map.</source>
      <translation>
        <numerusform>%Ln Layer von „{name}“ zur Karte hinzugefügt.</numerusform>
        <numerusform>%Ln Layer von „{name}“ zur Karte hinzugefügt.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/jobs.py" />
      <source>%Ln live job(s) cancelled</source>
      <translation>
        <numerusform>%Ln Live-Job abgebrochen</numerusform>
        <numerusform>%Ln Live-Jobs abgebrochen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/jobs.py" />
      <source>%Ln live job(s) done, outputs ready to download</source>
      <translation>
        <numerusform>%Ln Live-Job fertig, Ergebnisse bereit zum Herunterladen</numerusform>
        <numerusform>%Ln Live-Jobs fertig, Ergebnisse bereit zum Herunterladen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/jobs.py" />
      <source>%Ln live job(s) failed</source>
      <translation>
        <numerusform>%Ln Live-Job fehlgeschlagen</numerusform>
        <numerusform>%Ln Live-Jobs fehlgeschlagen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/jobs.py" />
      <source>%Ln live job(s) no longer listed by UP42</source>
      <translation>
        <numerusform>%Ln Live-Job von UP42 nicht mehr aufgeführt</numerusform>
        <numerusform>%Ln Live-Jobs von UP42 nicht mehr aufgeführt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/jobs.py" />
      <source>%Ln live job(s) not found at UP42</source>
      <translation>
        <numerusform>%Ln Live-Job bei UP42 nicht gefunden</numerusform>
        <numerusform>%Ln Live-Jobs bei UP42 nicht gefunden</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/jobs.py" />
      <source>%Ln live job(s) started although the answer was lost</source>
      <translation>
        <numerusform>%Ln Live-Job gestartet, obwohl die Antwort verloren ging</numerusform>
        <numerusform>%Ln Live-Jobs gestartet, obwohl die Antwort verloren ging</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/outputs.py" />
      <source>%Ln more file(s) (differs|differ)</source>
      <translation>
        <numerusform>%Ln weitere Datei weicht ab</numerusform>
        <numerusform>%Ln weitere Dateien weichen ab</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/areas.py" />
      <source>%Ln new scene(s)</source>
      <translation>
        <numerusform>%Ln neue Szene</numerusform>
        <numerusform>%Ln neue Szenen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/outcomes.py" />
      <source>%Ln new scene(s) of watches</source>
      <translation>
        <numerusform>%Ln neue Szene der Beobachtungen</numerusform>
        <numerusform>%Ln neue Szenen der Beobachtungen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/areas.py" />
      <source>%Ln price(s) not known yet</source>
      <translation>
        <numerusform>%Ln Preis noch nicht bekannt</numerusform>
        <numerusform>%Ln Preise noch nicht bekannt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/order_figures.py" />
      <source>%Ln price(s) unknown</source>
      <translation>
        <numerusform>%Ln Preis unbekannt</numerusform>
        <numerusform>%Ln Preise unbekannt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/app/areas/area_pictures.py" />
      <source>%Ln product(s)</source>
      <translation>
        <numerusform>%Ln Produkt</numerusform>
        <numerusform>%Ln Produkte</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/notices.py" />
      <source>%Ln quicklook(s) could not be fetched.</source>
      <translation>
        <numerusform>%Ln Quicklook konnte nicht geholt werden.</numerusform>
        <numerusform>%Ln Quicklooks konnten nicht geholt werden.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/export.py" />
      <source>%Ln row(s) (is|are) in “{name}”.</source>
      <translation>
        <numerusform>%Ln Zeile ist in „{name}“.</numerusform>
        <numerusform>%Ln Zeilen sind in „{name}“.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/export.py" />
      <source>%Ln row(s) without a time (is|are) left out, since STAC needs one.</source>
      <translation>
        <numerusform>%Ln Zeile ohne Zeitpunkt ist ausgelassen, weil STAC einen braucht.</numerusform>
        <numerusform>%Ln Zeilen ohne Zeitpunkt sind ausgelassen, weil STAC einen braucht.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/app/areas/area_cells.py" />
      <location filename="../../ui/wording/areas.py" />
      <location filename="../../ui/wording/scenes.py" />
      <source>%Ln scene(s)</source>
      <translation>
        <numerusform>%Ln Szene</numerusform>
        <numerusform>%Ln Szenen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/areas.py" />
      <source>%Ln scene(s) (exists|exist) already.</source>
      <translation>
        <numerusform>%Ln Szene gibt es bereits.</numerusform>
        <numerusform>%Ln Szenen gibt es bereits.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/areas.py" />
      <source>%Ln scene(s) (is|are) left out of this order:</source>
      <translation>
        <numerusform>%Ln Szene wird in dieser Bestellung ausgelassen:</numerusform>
        <numerusform>%Ln Szenen werden in dieser Bestellung ausgelassen:</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/wording/orders.py" />
      <source>%Ln scene(s) already yours</source>
      <translation>
        <numerusform>%Ln Szene, die Ihnen schon gehört</numerusform>
        <numerusform>%Ln Szenen, die Ihnen schon gehören</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/processing/testquery.py" />
      <source>%Ln scene(s) in the response could not be read.</source>
      <translation>
        <numerusform>%Ln Szene der Antwort konnte nicht gelesen werden.</numerusform>
        <numerusform>%Ln Szenen der Antwort konnten nicht gelesen werden.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/scenes.py" />
      <source>%Ln scene(s) left out: hidden by the filters</source>
      <translation>
        <numerusform>%Ln Szene ausgelassen: von den Filtern verborgen</numerusform>
        <numerusform>%Ln Szenen ausgelassen: von den Filtern verborgen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/wording/orders.py" />
      <source>%Ln scene(s) on the way or not confirmed yet</source>
      <translation>
        <numerusform>%Ln Szene unterwegs oder noch nicht bestätigt</numerusform>
        <numerusform>%Ln Szenen unterwegs oder noch nicht bestätigt</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/jobs.py" />
      <source>%Ln without outputs</source>
      <translation>
        <numerusform>%Ln ohne Ergebnisse</numerusform>
        <numerusform>%Ln ohne Ergebnisse</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>&lt; {number} %</source>
      <translation>&lt; {number} %</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>&lt; {number} km²</source>
      <translation>&lt; {number} km²</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>A GeoJSON polygon without holes, in degrees, is expected here.</source>
      <translation>Hier wird ein GeoJSON-Polygon ohne Löcher, in Grad, erwartet.</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>A JSON object that is merged into the request built from the other parameters.</source>
      <translation>Ein JSON-Objekt, das in die Anfrage aus den anderen Parametern eingefügt wird.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>A colleague placed this order: only its owner can cancel it</source>
      <translation>Diese Bestellung hat jemand anders im Team aufgegeben: Nur wer sie aufgegeben hat, kann sie abbrechen</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>A colleague's job</source>
      <translation>Job aus dem Team</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>A layer of polygons; each feature is an area of its own, and one that fails stops no other.</source>
      <translation>Ein Polygonlayer; jedes Objekt ist ein eigenes Gebiet, und eines, das scheitert, hält kein anderes auf.</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>A layer or a file with polygons in any of its layers; they are dissolved and must form one polygon without holes.</source>
      <translation>Ein Layer oder eine Datei mit Polygonen in einem ihrer Layer; sie werden verschmolzen und müssen ein Polygon ohne Löcher ergeben.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>A list of strings is expected here.</source>
      <translation>Hier wird eine Liste von Zeichenketten erwartet.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>A string in quotation marks is expected here.</source>
      <translation>Hier wird eine Zeichenkette in Anführungszeichen erwartet.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>A test query has no outputs</source>
      <translation>Eine Testabfrage hat keine Ergebnisse</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>A test query is running</source>
      <translation>Eine Testabfrage läuft</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>A web page arrived instead of UP42's answer{page}, probably from a proxy server, a firewall or the sign-in page of a network. {money} Sign in to the network in a browser, or ask its administrators to allow UP42.</source>
      <translation>Statt der Antwort von UP42 kam eine Webseite an{page}, wahrscheinlich von einem Proxyserver, einer Firewall oder der Anmeldeseite eines Netzwerks. {money} Melden Sie sich im Browser beim Netzwerk an, oder bitten Sie seine Administratoren, UP42 zuzulassen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>A whole number of at most nine digits is expected here.</source>
      <translation>Hier wird eine ganze Zahl mit höchstens neun Ziffern erwartet.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>Account</source>
      <translation>Konto</translation>
    </message>
    <message>
      <location filename="../../ui/wording/outputs.py" />
      <source>Acquired</source>
      <translation>Aufgenommen</translation>
    </message>
    <message>
      <location filename="../../core/gis/layer_metadata.py" />
      <source>Acquired (UTC)</source>
      <translation>Aufgenommen (UTC)</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>Acquired from (UTC)</source>
      <translation>Aufgenommen ab (UTC)</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>Acquired until (UTC)</source>
      <translation>Aufgenommen bis (UTC)</translation>
    </message>
    <message>
      <location filename="../../ui/around/browser.py" />
      <source>Add to Map</source>
      <translation>Zur Karte hinzufügen</translation>
    </message>
    <message>
      <location filename="../../ui/notices.py" />
      <source>Add to Project</source>
      <translation>Zum Projekt hinzufügen</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Adds the cloud cover over each area, estimated from the quicklooks, and georeferenced GeoTIFFs.</source>
      <translation>Fügt die Bewölkung über jedem Gebiet hinzu, aus den Quicklooks geschätzt, und georeferenzierte GeoTIFFs.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Adds the outputs to the map</source>
      <translation>Fügt die Ergebnisse zur Karte hinzu</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Adds the price of each scene over its area. Estimates are free.</source>
      <translation>Fügt den Preis jeder Szene über ihrem Gebiet hinzu. Kostenschätzungen sind kostenlos.</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <source>All layers of “{name}” are already on the map.</source>
      <translation>Alle Layer von „{name}“ sind schon auf der Karte.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>All of the area is covered by {scenes}.</source>
      <translation>Das ganze Gebiet ist abgedeckt: {scenes}.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>All or part of this is already ordered: it is on its way, or you own it. Nothing was ordered twice, and no further credits are held. See the Jobs tab; the details name the jobs.</source>
      <translation>Alles oder ein Teil davon ist schon bestellt: Es ist unterwegs, oder es gehört Ihnen. Nichts wurde doppelt bestellt, und es sind keine weiteren Credits reserviert. Siehe „Jobs“; die Details nennen die Jobs.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/wording/orders.py" />
      <source>Already ordered for this area, of %Ln scene(s): {parts}, in {jobs}. Nothing is ordered twice.</source>
      <translation>
        <numerusform>Für dieses Gebiet schon bestellt, von %Ln Szene: {parts}, in {jobs}. Nichts wird doppelt bestellt.</numerusform>
        <numerusform>Für dieses Gebiet schon bestellt, von %Ln Szenen: {parts}, in {jobs}. Nichts wird doppelt bestellt.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>Already ordered with: {names}.</source>
      <translation>Schon bestellt mit: {names}.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>An error occurred in the plugin. Check the Jobs tab before you order again: it shows what was actually started. Include the details when you report the error.</source>
      <translation>In der Erweiterung ist ein Fehler aufgetreten. Sehen Sie in „Jobs“ nach, bevor Sie noch einmal bestellen: Dort steht, was wirklich gestartet wurde. Fügen Sie die Details bei, wenn Sie den Fehler melden.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>An object in braces is expected here.</source>
      <translation>Hier wird ein Objekt in geschweiften Klammern erwartet.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>An order can be cancelled only until the provider accepts it</source>
      <translation>Eine Bestellung kann nur abgebrochen werden, bis der Anbieter sie annimmt</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>An order is being prepared</source>
      <translation>Eine Bestellung wird vorbereitet</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/figures.py" />
      <source>Angle</source>
      <translation>Winkel</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_columns.py" />
      <location filename="../../ui/scenes/scene_facts.py" />
      <source>Area</source>
      <translation>Gebiet</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/figures.py" />
      <source>Area Covered</source>
      <translation>Gebiet abgedeckt</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/figures.py" />
      <source>Area cloud</source>
      <translation>im Gebiet</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>Area of interest</source>
      <translation>Interessengebiet</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_combos.py" />
      <source>Area source</source>
      <translation>Quelle des Gebiets</translation>
    </message>
    <message>
      <location filename="../../core/wording/parameters.py" />
      <source>Area to contain</source>
      <translation>Zu enthaltendes Gebiet</translation>
    </message>
    <message>
      <location filename="../../core/wording/parameters.py" />
      <source>Area to touch</source>
      <translation>Zu berührendes Gebiet</translation>
    </message>
    <message>
      <location filename="../../core/processing/order_rows.py" />
      <source>Area {id}</source>
      <translation>Gebiet {id}</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Area {number}</source>
      <translation>Gebiet {number}</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_run.py" />
      <source>Area “{area}”, scene {scene}: not ordered. {reason}</source>
      <translation>Gebiet „{area}“, Szene {scene}: nicht bestellt. {reason}</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_run.py" />
      <source>Area “{area}”: job “{name}” ({id}) ended in state {status}.</source>
      <translation>Gebiet „{area}“: Der Job „{name}“ ({id}) endete im Zustand {status}.</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_run.py" />
      <source>Area “{area}”: the job “{name}” ({id}) exists, in state {status}, and holds or uses credits. A run with the same name and rows does not order it again and fetches its outputs.</source>
      <translation>Gebiet „{area}“: Der Job „{name}“ ({id}) existiert, im Zustand {status}, und reserviert oder verbraucht Credits. Ein Lauf mit demselben Namen und denselben Zeilen bestellt ihn nicht noch einmal und holt seine Ergebnisse.</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_outputs.py" />
      <source>Area “{area}”: the outputs of the job “{name}” ({id}) are not complete on disk.</source>
      <translation>Gebiet „{area}“: Die Ergebnisse des Jobs „{name}“ ({id}) sind auf dem Datenträger nicht vollständig.</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_run.py" />
      <source>Area “{area}”: the response to the order was lost; whether the job “{name}” exists is not known yet. “List jobs” finds out. A run with the same name and rows does not order it again.</source>
      <translation>Gebiet „{area}“: Die Antwort auf die Bestellung ging verloren; ob der Job „{name}“ existiert, ist noch nicht bekannt. „Jobs auflisten“ findet es heraus. Ein Lauf mit demselben Namen und denselben Zeilen bestellt ihn nicht noch einmal.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/timeline.py" />
      <source>Area: {name}</source>
      <translation>Gebiet: {name}</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Areas</source>
      <translation>Gebiete</translation>
    </message>
    <message>
      <location filename="../../core/processing/order_rows.py" />
      <source>Areas and scenes are those of the rows; remove them from the JSON.</source>
      <translation>Gebiete und Szenen sind die der Zeilen; entfernen Sie sie aus dem JSON.</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Areas are those of the layer, and scenes those that are found; remove them from the JSON.</source>
      <translation>Die Gebiete sind die des Layers und die Szenen die gefundenen; entfernen Sie sie aus dem JSON.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>At {place}: {reason}</source>
      <translation>Bei {place}: {reason}</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>Balance</source>
      <translation>Guthaben</translation>
    </message>
    <message>
      <location filename="../../core/processing/estimate.py" />
      <source>Balance in credits</source>
      <translation>Guthaben in Credits</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>Balance unknown: the service could not report it</source>
      <translation>Guthaben unbekannt: Der Dienst konnte es nicht nennen</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Being cancelled</source>
      <translation>Wird abgebrochen</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Being indexed</source>
      <translation>Wird indiziert</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>Blocks</source>
      <translation>Blöcke</translation>
    </message>
    <message>
      <location filename="../../core/wording/parameters.py" />
      <source>Bounding box</source>
      <translation>Umgebendes Rechteck</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>Budgets</source>
      <translation>Budgets</translation>
    </message>
    <message>
      <location filename="../../ui/wording/export.py" />
      <source>CSV, comma-separated</source>
      <translation>CSV, durch Kommas getrennt</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/jobs/job_commands.py" />
      <source>Cancel %Ln job(s) of this purchase? Credits not used are released.</source>
      <translation>
        <numerusform>%Ln Job dieses Kaufs abbrechen? Nicht verbrauchte Credits werden freigegeben.</numerusform>
        <numerusform>%Ln Jobs dieses Kaufs abbrechen? Nicht verbrauchte Credits werden freigegeben.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Cancel Download</source>
      <translation>Download abbrechen</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Cancel Job</source>
      <translation>Job abbrechen</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Cancelled</source>
      <translation>Abgebrochen</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>Cancelled at your request. Nothing more is being sent.</source>
      <translation>Auf Ihren Wunsch abgebrochen. Es wird nichts mehr gesendet.</translation>
    </message>
    <message>
      <location filename="../../core/processing/algorithm.py" />
      <source>Cancelled.</source>
      <translation>Abgebrochen.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Cancels the job; credits not used are released</source>
      <translation>Bricht den Job ab; nicht verbrauchte Credits werden freigegeben</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>Catalog, landing page</source>
      <translation>Katalog, Startseite</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>Catalog, search</source>
      <translation>Katalog, Suche</translation>
    </message>
    <message>
      <location filename="../../core/wording/change.py" />
      <source>Change {earlier} → {later}</source>
      <translation>Änderung {earlier} → {later}</translation>
    </message>
    <message>
      <location filename="../../ui/notices.py" />
      <source>Check Again</source>
      <translation>Noch einmal prüfen</translation>
    </message>
    <message>
      <location filename="../../core/processing/checkconnection.py" />
      <source>Check connection</source>
      <translation>Verbindung prüfen</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Checking</source>
      <translation>Wird geprüft</translation>
    </message>
    <message>
      <location filename="../../core/wording/tasking.py" />
      <source>Checking feasibility</source>
      <translation>Machbarkeit wird geprüft</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Checking whether it started</source>
      <translation>Start wird geprüft</translation>
    </message>
    <message>
      <location filename="../../core/processing/checkconnection.py" />
      <source>Checks each call that the plugin depends on and reports the responses; spends nothing.</source>
      <translation>Prüft jeden Aufruf, von dem die Erweiterung abhängt, und zeigt die Antworten; gibt nichts aus.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>Choose a product before you edit its request.</source>
      <translation>Wählen Sie ein Produkt, bevor Sie seine Anfrage bearbeiten.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>Choose a product.</source>
      <translation>Wählen Sie ein Produkt.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/products.py" />
      <source>Choose an area in the form first.</source>
      <translation>Wählen Sie zuerst ein Gebiet im Formular.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>Choose an area: the map extent, a drawing, a layer or a file.</source>
      <translation>Wählen Sie ein Gebiet: Kartenansicht, Zeichnung, Layer oder Datei.</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/change_layer.py" />
      <source>Clearly different (%)</source>
      <translation>Deutlich verschieden (%)</translation>
    </message>
    <message>
      <location filename="../../ui/wording/timeline.py" />
      <source>Click selects a scene, Ctrl+click adds it. Drag shows only these dates, a double click all again. Ctrl+wheel zooms. Keys: arrows move, Space adds, Shift+arrows choose dates, Esc shows all dates.</source>
      <translation>Klicken wählt eine Szene, Strg+Klick fügt sie hinzu. Ziehen zeigt nur diese Daten, ein Doppelklick wieder alle. Strg+Mausrad zoomt. Tasten: Pfeile bewegen, Leertaste nimmt auf, Umschalt+Pfeile wählen Daten, Esc zeigt alle Daten.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_texts.py" />
      <source>Click the corners on the map. Right-click to finish; Backspace removes the last corner, Esc cancels.</source>
      <translation>Klicken Sie die Ecken auf der Karte. Rechtsklick beendet; die Rücktaste entfernt die letzte Ecke, Esc bricht ab.</translation>
    </message>
    <message>
      <location filename="../../core/wording/parameters.py" />
      <source>Clip to the area</source>
      <translation>Auf das Gebiet zuschneiden</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_columns.py" />
      <location filename="../../core/app/scenes/figures.py" />
      <location filename="../../core/app/scenes/product_list.py" />
      <location filename="../../ui/scenes/scene_facts.py" />
      <source>Cloud</source>
      <translation>Wolken</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/figures.py" />
      <source>Cloud Cover</source>
      <translation>Bewölkung</translation>
    </message>
    <message>
      <location filename="../../core/gis/layer_metadata.py" />
      <source>Cloud cover (%)</source>
      <translation>Bewölkung (%)</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>Cloud cover must be between 0 and 100 %.</source>
      <translation>Die Bewölkung muss zwischen 0 und 100 % liegen.</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>Cloud cover of the whole scene, as reported by the provider.</source>
      <translation>Bewölkung der ganzen Szene nach Angabe des Anbieters.</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/figures.py" />
      <source>Cloud over Area</source>
      <translation>Bewölkung im Gebiet</translation>
    </message>
    <message>
      <location filename="../../ui/wording/timeline.py" />
      <source>Cloud unknown</source>
      <translation>Bewölkung unbekannt</translation>
    </message>
    <message>
      <location filename="../../ui/wording/timeline.py" />
      <source>Cloud {share}</source>
      <translation>Bewölkung {share}</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <source>Clouds of the whole scene from its metadata: {number} %.</source>
      <translation>Bewölkung der ganzen Szene nach ihren Metadaten: {number} %.</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <source>Clouds over the area from the quicklook: {number} ± {error} %.</source>
      <translation>Bewölkung im Gebiet nach dem Quicklook: {number} ± {error} %.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Collecting the scenes…</source>
      <translation>Die Szenen werden gesammelt…</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>Collections</source>
      <translation>Kollektionen</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/change_layer.py" />
      <source>Compared (%)</source>
      <translation>Verglichen (%)</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Compares the files on the disk with what was delivered</source>
      <translation>Vergleicht die Dateien auf dem Datenträger mit dem, was geliefert wurde</translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/wording/figures.py" />
      <source>Confirm &amp;&amp; Run Job · Hold {number} Credit(s)</source>
      <translation>
        <numerusform>Bestätigen &amp;&amp; Job starten · {number} Credit reservieren</numerusform>
        <numerusform>Bestätigen &amp;&amp; Job starten · {number} Credits reservieren</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../core/processing/algorithm.py" />
      <location filename="../../core/wording/errors.py" />
      <location filename="../../ui/wording/ledger.py" />
      <source>Connection</source>
      <translation>Verbindung</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>Could not reach UP42; these states may be out of date. Retrying automatically.</source>
      <translation>UP42 war nicht erreichbar; diese Zustände können veraltet sein. Es wird automatisch weiter versucht.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>Cover the Area</source>
      <translation>Gebiet abdecken</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_columns.py" />
      <source>Covered and not clouded</source>
      <translation>Abgedeckt und nicht bewölkt</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_columns.py" />
      <location filename="../../core/app/scenes/figures.py" />
      <location filename="../../core/app/scenes/product_list.py" />
      <location filename="../../ui/wording/outputs.py" />
      <source>Covers</source>
      <translation>Deckt</translation>
    </message>
    <message>
      <location filename="../../ui/wording/timeline.py" />
      <source>Covers {share} of the area</source>
      <translation>Deckt {share} des Gebiets ab</translation>
    </message>
    <message>
      <location filename="../../core/processing/estimate.py" />
      <source>Credits held</source>
      <translation>Reservierte Credits</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_columns.py" />
      <location filename="../../core/app/scenes/figures.py" />
      <source>Credits per Usable km²</source>
      <translation>Credits je nutzbarem km²</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <location filename="../../core/processing/runjobareas.py" />
      <source>Credits used</source>
      <translation>Verbrauchte Credits</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_facts.py" />
      <source>Date</source>
      <translation>Datum</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_columns.py" />
      <location filename="../../core/app/scenes/figures.py" />
      <location filename="../../core/app/scenes/product_list.py" />
      <source>Date (UTC)</source>
      <translation>Datum (UTC)</translation>
    </message>
    <message>
      <location filename="../../core/gis/outputs/layer_building.py" />
      <source>Delivered by UP42 job {job} ({name}), file {file}.</source>
      <translation>Geliefert vom UP42-Job {job} ({name}), Datei {file}.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Delivered, being indexed</source>
      <translation>Geliefert, wird indiziert</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <location filename="../../ui/notices.py" />
      <source>Details…</source>
      <translation>Details…</translation>
    </message>
    <message>
      <location filename="../../ui/wording/ledger.py" />
      <source>Dock</source>
      <translation>Bedienfeld</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Download</source>
      <translation>Herunterladen</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Download failed</source>
      <translation>Download fehlgeschlagen</translation>
    </message>
    <message>
      <location filename="../../core/processing/jobs.py" />
      <source>Download outputs</source>
      <translation>Ergebnisse herunterladen</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Downloaded</source>
      <translation>Heruntergeladen</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Downloading</source>
      <translation>Wird heruntergeladen</translation>
    </message>
    <message>
      <location filename="../../core/processing/jobs.py" />
      <source>Downloads and unpacks the outputs of a finished job, started by this or another client. An interrupted download resumes where it stopped; complete files are not downloaded again. Spends nothing.</source>
      <translation>Lädt die Ergebnisse eines beendeten Jobs herunter und entpackt sie; gestartet wurde er von diesem oder einem anderen Client. Ein unterbrochener Download wird fortgesetzt, wo er stehen blieb; vollständige Dateien werden nicht noch einmal heruntergeladen. Gibt nichts aus.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Downloads the outputs and adds them to the map</source>
      <translation>Lädt die Ergebnisse herunter und fügt sie zur Karte hinzu</translation>
    </message>
    <message>
      <location filename="../../core/processing/jobs.py" />
      <source>Downloads the outputs of a finished job.</source>
      <translation>Lädt die Ergebnisse eines beendeten Jobs herunter.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_texts.py" />
      <source>Drag a rectangle on the map. Esc cancels.</source>
      <translation>Ziehen Sie ein Rechteck auf der Karte auf. Esc bricht ab.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_combos.py" />
      <source>Each Feature of a Layer</source>
      <translation>Je Objekt</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>Each feature is an area of its own. Run a test query, then order scenes from its list.</source>
      <translation>Jedes Objekt ist ein eigenes Gebiet. Führen Sie eine Testabfrage aus und bestellen Sie dann Szenen aus ihrer Liste.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/products.py" />
      <source>Each feature of the layer is an area of its own. Choose several products with Products…, below the layer in the form: they are compared in the list over all areas. Or choose one area.</source>
      <translation>Jedes Objekt des Layers ist ein eigenes Gebiet. Wählen Sie mit Produkte…, unter dem Layer im Formular, mehrere Produkte: sie werden in der Liste über alle Gebiete verglichen. Oder wählen Sie ein einzelnes Gebiet.</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/change_layer.py" />
      <source>Earlier scene</source>
      <translation>Frühere Szene</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>Earliest acquisition time; UTC, unless it has a time zone.</source>
      <translation>Frühester Aufnahmezeitpunkt; UTC, wenn keine Zeitzone angegeben ist.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>Enter 1 to {maximum} scenes.</source>
      <translation>Geben Sie 1 bis {maximum} Szenen ein.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>Enter at least 1 scene.</source>
      <translation>Geben Sie mindestens 1 Szene ein.</translation>
    </message>
    <message>
      <location filename="../../core/processing/estimate.py" />
      <source>Estimate</source>
      <translation>Kostenschätzung</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Estimates a live job with these parameters; it needs your consent</source>
      <translation>Schätzt einen Live-Job mit diesen Parametern; er braucht Ihre Zustimmung</translation>
    </message>
    <message>
      <location filename="../../core/processing/estimate.py" />
      <source>Estimates the cost and the hold of a live job, free of charge.</source>
      <translation>Schätzt die Kosten und die Reservierung eines Live-Jobs, kostenlos.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Estimating the cost…</source>
      <translation>Die Kosten werden geschätzt…</translation>
    </message>
    <message>
      <location filename="../../core/processing/checkconnection.py" />
      <source>Everything works</source>
      <translation>Alles funktioniert</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/quicklook_layers.py" />
      <source>Evidence</source>
      <translation>Grundlage</translation>
    </message>
    <message>
      <location filename="../../ui/notices.py" />
      <source>Export</source>
      <translation>Export</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>Extent</source>
      <translation>Ausdehnung</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Failed</source>
      <translation>Fehlgeschlagen</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <location filename="../../ui/notices.py" />
      <source>Fetch Again</source>
      <translation>Erneut holen</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Fetch quicklooks</source>
      <translation>Quicklooks holen</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Fetching the quicklooks…</source>
      <translation>Die Quicklooks werden geholt…</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Field with the names of the areas; missing and repeated names get a number.</source>
      <translation>Feld mit den Namen der Gebiete; fehlende und doppelte Namen erhalten eine Nummer.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <location filename="../../ui/job_notices.py" />
      <source>Files</source>
      <translation>Dateien</translation>
    </message>
    <message>
      <location filename="../../core/processing/jobs.py" />
      <location filename="../../core/processing/runjob.py" />
      <location filename="../../core/processing/runjobareas.py" />
      <source>Files, joined by line breaks</source>
      <translation>Dateien, durch Zeilenumbrüche getrennt</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_combos.py" />
      <source>File…</source>
      <translation>Datei…</translation>
    </message>
    <message>
      <location filename="../../core/processing/testqueryareas.py" />
      <source>Finds scenes over each feature of a layer, with their prices, free of charge.</source>
      <translation>Findet Szenen über jedem Objekt eines Layers, mit ihren Preisen, kostenlos.</translation>
    </message>
    <message>
      <location filename="../../core/processing/testquery.py" />
      <source>Finds the scenes that a job would order and fetches their quicklooks, free of charge.</source>
      <translation>Findet die Szenen, die ein Job bestellen würde, und holt ihre Quicklooks, kostenlos.</translation>
    </message>
    <message>
      <location filename="../../core/processing/watch.py" />
      <source>Finds the scenes that are new over each feature of a layer, free of charge.</source>
      <translation>Findet die Szenen, die über jedem Objekt eines Layers neu sind, kostenlos.</translation>
    </message>
    <message>
      <location filename="../../ui/around/browser.py" />
      <source>Finished jobs</source>
      <translation>Beendete Jobs</translation>
    </message>
    <message>
      <location filename="../../core/processing/testquery.py" />
      <source>Folder of quicklooks and metadata</source>
      <translation>Ordner der Quicklooks und Metadaten</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Folder of scenes and quicklooks</source>
      <translation>Ordner der Szenen und Quicklooks</translation>
    </message>
    <message>
      <location filename="../../core/processing/jobs.py" />
      <location filename="../../core/processing/runjob.py" />
      <location filename="../../core/processing/runjobareas.py" />
      <source>Folder of the outputs</source>
      <translation>Ordner der Ergebnisse</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/map_scenes.py" />
      <source>Footprints</source>
      <translation>Szenenumrisse</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjobareas.py" />
      <source>For all rows together, earlier runs of the same purchase included. No default.</source>
      <translation>Für alle Zeilen zusammen, frühere Läufe desselben Kaufs eingeschlossen. Kein Vorgabewert.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/ledger.py" />
      <source>Found at UP42</source>
      <translation>Bei UP42 gefunden</translation>
    </message>
    <message>
      <location filename="../../core/wording/change.py" />
      <source>Found on quicklooks with pixels of {metres} m: smaller objects do not show, and seasons, tides, haze and shadows can look like change. Look at both pictures before you order.</source>
      <translation>Gefunden auf Quicklooks mit Pixeln von {metres} m: Kleinere Objekte sind nicht zu sehen, und Jahreszeiten, Gezeiten, Dunst und Schatten können wie eine Änderung aussehen. Sehen Sie sich beide Bilder an, bevor Sie bestellen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>Four numbers in degrees are expected here: west, south, east, north.</source>
      <translation>Hier werden vier Zahlen in Grad erwartet: Westen, Süden, Osten, Norden.</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/figures.py" />
      <location filename="../../core/app/scenes/product_list.py" />
      <source>GSD</source>
      <translation>GSD</translation>
    </message>
    <message>
      <location filename="../../core/wording/parameters.py" />
      <source>GeoJSON</source>
      <translation>GeoJSON</translation>
    </message>
    <message>
      <location filename="../../ui/wording/export.py" />
      <source>GeoPackage</source>
      <translation>GeoPackage</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_parameters.py" />
      <source>Give either an extent or an area of interest layer.</source>
      <translation>Geben Sie entweder eine Ausdehnung oder einen Layer mit dem Interessengebiet an.</translation>
    </message>
    <message>
      <location filename="../../core/processing/watch.py" />
      <source>Give the watch a name; runs with the same name report each scene once.</source>
      <translation>Geben Sie der Beobachtung einen Namen; Läufe mit demselben Namen melden jede Szene einmal.</translation>
    </message>
    <message>
      <location filename="../../core/gis/layer_metadata.py" />
      <source>Ground sampling distance (m)</source>
      <translation>Bodenauflösung, GSD (m)</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <location filename="../../ui/wording/ledger.py" />
      <source>Held</source>
      <translation>Reserviert</translation>
    </message>
    <message>
      <location filename="../../ui/wording/ledger.py" />
      <source>Held at the start {held} · still held {held_now} · used {used} · released {released}</source>
      <translation>Beim Start reserviert {held} · noch reserviert {held_now} · verbraucht {used} · freigegeben {released}</translation>
    </message>
    <message>
      <location filename="../../ui/parts/help.py" />
      <source>Help</source>
      <translation>Hilfe</translation>
    </message>
    <message>
      <location filename="../../ui/wording/timeline.py" />
      <source>Hidden by the filters</source>
      <translation>Von den Filtern verborgen</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>Highest cloud cover (%)</source>
      <translation>Höchste Bewölkung (%)</translation>
    </message>
    <message>
      <location filename="../../core/processing/estimate.py" />
      <source>Highest cost in credits</source>
      <translation>Höchste Kosten in Credits</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>Host, search</source>
      <translation>Host, Suche</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>Id or name of a workflow, its data task, or a data product. An unknown name lists the products.</source>
      <translation>ID oder Name eines Workflows, seiner Datenaufgabe oder eines Datenprodukts. Ein unbekannter Name listet die Produkte auf.</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>Ids from a test query, joined by commas; they override dates, limit and cloud cover.</source>
      <translation>IDs aus einer Testabfrage, durch Kommas getrennt; sie ersetzen Daten, Limit und Bewölkung.</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Ids or names of products, joined by commas. An unknown name lists the products.</source>
      <translation>IDs oder Namen von Produkten, durch Kommas getrennt. Ein unbekannter Name listet die Produkte auf.</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>If the job may cost more credits than this, nothing is ordered or spent. No default.</source>
      <translation>Kann der Job mehr Credits als das kosten, wird nichts bestellt oder ausgegeben. Kein Vorgabewert.</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/figures.py" />
      <source>In area</source>
      <translation>im Gebiet</translation>
    </message>
    <message>
      <location filename="../../ui/wording/outputs.py" />
      <source>In storage since {date}</source>
      <translation>Im Speicher seit {date}</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_delegate.py" />
      <source>In the order. Click to leave out (Space).</source>
      <translation>In der Bestellung. Klicken lässt aus (Leertaste).</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>In the queue</source>
      <translation>In der Warteschlange</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/figures.py" />
      <source>Incidence Angle</source>
      <translation>Einfallswinkel</translation>
    </message>
    <message>
      <location filename="../../core/gis/layer_metadata.py" />
      <source>Incidence angle (°)</source>
      <translation>Einfallswinkel (°)</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>It has no polygon. Choose a layer or file that has one.</source>
      <translation>Es hat kein Polygon. Wählen Sie einen Layer oder eine Datei, die eines hat.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>It is not known yet whether the job exists</source>
      <translation>Es ist noch nicht bekannt, ob der Job existiert</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_run.py" />
      <source>It is on its way already, with the job “{name}”.</source>
      <translation>Sie ist schon unterwegs, mit dem Job „{name}“.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/wording/areas.py" />
      <source>It is searched and ordered as %Ln part(s), each a request of its own.</source>
      <translation>
        <numerusform>Es wird als %Ln Teil gesucht und bestellt, mit einer eigenen Anfrage.</numerusform>
        <numerusform>Es wird in %Ln Teilen gesucht und bestellt, jeder mit einer eigenen Anfrage.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/wording/areas.py" />
      <source>It was cut at %Ln hole(s), which (is|are) not ordered.</source>
      <translation>
        <numerusform>Es wurde an %Ln Loch aufgeschnitten, das nicht bestellt wird.</numerusform>
        <numerusform>Es wurde an %Ln Löchern aufgeschnitten, die nicht bestellt werden.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <source>Its outputs are being downloaded, then they are on the map.</source>
      <translation>Seine Ergebnisse werden heruntergeladen, dann sind sie auf der Karte.</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>JSON parameters</source>
      <translation>JSON-Parameter</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>JSON parameters must be one JSON object.</source>
      <translation>Die JSON-Parameter müssen ein JSON-Objekt sein.</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>JSON parameters: not valid JSON at line {line}, column {column}.</source>
      <translation>JSON-Parameter: kein gültiges JSON in Zeile {line}, Spalte {column}.</translation>
    </message>
    <message>
      <location filename="../../core/gis/outputs/layer_building.py" />
      <location filename="../../ui/wording/ledger.py" />
      <source>Job</source>
      <translation>Job</translation>
    </message>
    <message>
      <location filename="../../core/processing/jobs.py" />
      <location filename="../../core/processing/runjob.py" />
      <location filename="../../core/processing/testquery.py" />
      <source>Job id</source>
      <translation>Job-ID</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjobareas.py" />
      <source>Job ids, joined by commas</source>
      <translation>Job-IDs, durch Kommas getrennt</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>Job “{name}”</source>
      <translation>Job „{name}“</translation>
    </message>
    <message>
      <location filename="../../core/processing/jobs.py" />
      <location filename="../../core/wording/checks.py" />
      <source>Jobs</source>
      <translation>Jobs</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>Jobs already running are not affected.</source>
      <translation>Jobs, die schon laufen, sind nicht betroffen.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/ledger.py" />
      <source>Jobs of this computer: {held} held · {used} used this month</source>
      <translation>Jobs dieses Computers: {held} reserviert · {used} in diesem Monat verbraucht</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_run.py" />
      <source>Jobs ordered: {count}.</source>
      <translation>Bestellte Jobs: {count}.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Kind</source>
      <translation>Art</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/change_layer.py" />
      <source>Later scene</source>
      <translation>Spätere Szene</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>Latest acquisition time; UTC, unless it has a time zone. A date alone is the whole day.</source>
      <translation>Spätester Aufnahmezeitpunkt; UTC, wenn keine Zeitzone angegeben ist. Ein Datum allein ist der ganze Tag.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_combos.py" />
      <source>Layer in the file</source>
      <translation>Layer in der Datei</translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/wording/figures.py" />
      <source>Left out: %Ln record(s) of the answer that could not be read.</source>
      <translation>
        <numerusform>Ausgelassen: %Ln Datensatz der Antwort, der nicht gelesen werden konnte.</numerusform>
        <numerusform>Ausgelassen: %Ln Datensätze der Antwort, die nicht gelesen werden konnten.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>Limit</source>
      <translation>Limit</translation>
    </message>
    <message>
      <location filename="../../core/processing/jobs.py" />
      <source>List jobs</source>
      <translation>Jobs auflisten</translation>
    </message>
    <message>
      <location filename="../../core/processing/jobs.py" />
      <source>Lists all jobs with state, hold and credits used.</source>
      <translation>Listet alle Jobs mit Zustand, Reservierung und verbrauchten Credits auf.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <location filename="../../ui/job_notices.py" />
      <source>Live Job</source>
      <translation>Live-Job</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <location filename="../../ui/notices.py" />
      <location filename="../../ui/purchase_notices.py" />
      <source>Live Jobs</source>
      <translation>Live-Jobs</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Live job</source>
      <translation>Live-Job</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <location filename="../../ui/jobs/job_actions.py" />
      <location filename="../../ui/purchase_notices.py" />
      <source>Load</source>
      <translation>Laden</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/log_dialog.py" />
      <source>Log of {title}</source>
      <translation>Protokoll von {title}</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Log…</source>
      <translation>Protokoll…</translation>
    </message>
    <message>
      <location filename="../../ui/around/start_watches.py" />
      <source>Look for New Scenes</source>
      <translation>Neue Szenen suchen</translation>
    </message>
    <message>
      <location filename="../../core/processing/estimate.py" />
      <source>Lowest cost in credits</source>
      <translation>Niedrigste Kosten in Credits</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Lowest coverage (%)</source>
      <translation>Geringste Abdeckung (%)</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_columns.py" />
      <source>Map</source>
      <translation>Karte</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_combos.py" />
      <source>Map Extent</source>
      <translation>Kartenansicht</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <location filename="../../core/processing/runjobareas.py" />
      <source>Maximum credits to spend</source>
      <translation>Höchstens auszugebende Credits</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Maximum number of scenes per area and product; the most recent ones are returned.</source>
      <translation>Höchstzahl der Szenen je Gebiet und Produkt; geliefert werden die neuesten.</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>Maximum number of scenes; the most recent ones are returned.</source>
      <translation>Höchstzahl der Szenen; geliefert werden die neuesten.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>More scenes match than can be read at once, so newer ones may be missing. Choose a shorter period or a smaller area.</source>
      <translation>Es passen mehr Szenen, als auf einmal gelesen werden können, daher können neuere fehlen. Wählen Sie einen kürzeren Zeitraum oder ein kleineres Gebiet.</translation>
    </message>
    <message>
      <location filename="../../core/wording/parameters.py" />
      <source>Multispectral bands</source>
      <translation>Multispektrale Bänder</translation>
    </message>
    <message>
      <location filename="../../ui/parts/document_tree.py" />
      <location filename="../../ui/wording/jobs.py" />
      <location filename="../../ui/wording/outputs.py" />
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Name at least one product.</source>
      <translation>Nennen Sie mindestens ein Produkt.</translation>
    </message>
    <message>
      <location filename="../../core/processing/algorithm.py" />
      <source>Name of a connection from the options, Sandbox, or Environment.</source>
      <translation>Name einer Verbindung aus den Optionen, Sandbox oder Environment.</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Name of an area</source>
      <translation>Name eines Gebiets</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>Name of the job</source>
      <translation>Name des Jobs</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjobareas.py" />
      <source>Name of the purchase</source>
      <translation>Name des Kaufs</translation>
    </message>
    <message>
      <location filename="../../core/processing/watch.py" />
      <source>Name of the watch</source>
      <translation>Name der Beobachtung</translation>
    </message>
    <message>
      <location filename="../../core/processing/watch.py" />
      <source>New scenes</source>
      <translation>Neue Szenen</translation>
    </message>
    <message>
      <location filename="../../core/processing/watch.py" />
      <source>New scenes: {watch}</source>
      <translation>Neue Szenen: {watch}</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>No credits were spent.</source>
      <translation>Es wurden keine Credits ausgegeben.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>No other set covers as much for less than {credits}.</source>
      <translation>Keine andere Auswahl deckt für weniger als {credits} so viel ab.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>No output has a position on the map</source>
      <translation>Kein Ergebnis hat eine Lage auf der Karte</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_texts.py" />
      <source>No polygon of this layer is selected. Select polygons on the map.</source>
      <translation>Kein Polygon dieses Layers ist gewählt. Wählen Sie Polygone auf der Karte.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/outputs.py" />
      <source>No purchases are stored in this area. Search outside it, or run a test query.</source>
      <translation>In diesem Gebiet sind keine Käufe gespeichert. Suchen Sie außerhalb, oder führen Sie eine Testabfrage aus.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/outputs.py" />
      <source>No purchases are stored yet. Outputs of live jobs will appear here.</source>
      <translation>Es sind noch keine Käufe gespeichert. Ergebnisse von Live-Jobs erscheinen hier.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>No quicklook</source>
      <translation>Kein Quicklook</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>No scenes match these parameters, so there is nothing to order. No credits were spent. Try a longer period, more cloud cover or another area.</source>
      <translation>Keine Szene passt zu diesen Parametern, also ist nichts zu bestellen. Es wurden keine Credits ausgegeben. Versuchen Sie es mit einem längeren Zeitraum, mehr Bewölkung oder einem anderen Gebiet.</translation>
    </message>
    <message>
      <location filename="../../core/processing/testquery.py" />
      <source>No scenes match. Try a longer period, more cloud cover or another area.</source>
      <translation>Keine Szene passt. Versuchen Sie es mit einem längeren Zeitraum, mehr Bewölkung oder einem anderen Gebiet.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>No scenes were found for this area and these dates, and none were charged. Try a longer period, more cloud cover or another area.</source>
      <translation>Für dieses Gebiet und diesen Zeitraum wurden keine Szenen gefunden, und es wurde nichts abgebucht. Versuchen Sie es mit einem längeren Zeitraum, mehr Bewölkung oder einem anderen Gebiet.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/products.py" />
      <source>No scenes were found. Try a longer period or more cloud cover.</source>
      <translation>Es wurden keine Szenen gefunden. Versuchen Sie es mit einem längeren Zeitraum oder mehr Bewölkung.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>No test query yet</source>
      <translation>Noch keine Testabfrage</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/scenes.py" />
      <source>None of the %Ln scene(s) in UP42's answer could be read, and none were charged. Try again. If the problem persists, check for a plugin update.</source>
      <translation>
        <numerusform>Die einzige Szene in der Antwort von UP42 (%Ln) konnte nicht gelesen werden, und es wurde nichts abgebucht. Versuchen Sie es noch einmal. Bleibt das Problem, sehen Sie nach einer neuen Version der Erweiterung.</numerusform>
        <numerusform>Keine der %Ln Szenen in der Antwort von UP42 konnte gelesen werden, und es wurde nichts abgebucht. Versuchen Sie es noch einmal. Bleibt das Problem, sehen Sie nach einer neuen Version der Erweiterung.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>None of the scenes in the list covers any of the area.</source>
      <translation>Keine der Szenen in der Liste deckt etwas vom Gebiet ab.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Not found at UP42</source>
      <translation>Bei UP42 nicht gefunden</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_delegate.py" />
      <source>Not in the order. Click to add (Space).</source>
      <translation>Nicht in der Bestellung. Klicken nimmt auf (Leertaste).</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_cells.py" />
      <location filename="../../ui/scenes/scene_delegate.py" />
      <source>Not on the map. Click to show (M).</source>
      <translation>Nicht auf der Karte. Klicken zeigt (M).</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Not ordered</source>
      <translation>Nicht bestellt</translation>
    </message>
    <message>
      <location filename="../../ui/wording/outputs.py" />
      <source>Not searched yet</source>
      <translation>Noch nicht gesucht</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Not signed in</source>
      <translation>Nicht angemeldet</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Not started</source>
      <translation>Nicht gestartet</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Nothing has been downloaded yet</source>
      <translation>Es wurde noch nichts heruntergeladen</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Nothing is being downloaded</source>
      <translation>Es wird nichts heruntergeladen</translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <source>Nothing new over {areas} since {day}.</source>
      <translation>Nichts Neues seit {day}, gesucht über: {areas}.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>Nothing of this job can be ordered: see the reasons in the list above. Nothing is held.</source>
      <translation>Nichts von diesem Job kann bestellt werden: siehe die Gründe in der Liste oben. Es ist nichts reserviert.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/order_figures.py" />
      <source>Nothing selected</source>
      <translation>Nichts gewählt</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>Nothing was extracted, and no further credits were spent. Contact UP42 support.</source>
      <translation>Es wurde nichts entpackt, und es wurden keine weiteren Credits ausgegeben. Wenden Sie sich an den UP42-Support.</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>Nothing was extracted, and no further credits were spent. If the order is really this large, raise the limits in the settings and download again.</source>
      <translation>Es wurde nichts entpackt, und es wurden keine weiteren Credits ausgegeben. Ist die Bestellung wirklich so groß, erhöhen Sie die Limits in den Einstellungen und laden Sie noch einmal herunter.</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Number of areas</source>
      <translation>Anzahl der Gebiete</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Number of areas with a problem</source>
      <translation>Anzahl der Gebiete mit einem Problem</translation>
    </message>
    <message>
      <location filename="../../core/processing/jobs.py" />
      <source>Number of jobs</source>
      <translation>Anzahl der Jobs</translation>
    </message>
    <message>
      <location filename="../../core/processing/watch.py" />
      <source>Number of new rows</source>
      <translation>Anzahl der neuen Zeilen</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Number of rows</source>
      <translation>Anzahl der Zeilen</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjobareas.py" />
      <source>Number of rows without an order</source>
      <translation>Anzahl der Zeilen ohne Bestellung</translation>
    </message>
    <message>
      <location filename="../../core/processing/testquery.py" />
      <source>Number of scenes</source>
      <translation>Anzahl der Szenen</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>OK</source>
      <translation>OK</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>On the map</source>
      <translation>Auf der Karte</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_cells.py" />
      <location filename="../../ui/scenes/scene_delegate.py" />
      <source>On the map. Click to hide (M).</source>
      <translation>Auf der Karte. Klicken verbirgt (M).</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>Only one geometry is allowed, and “{first}” already is one.</source>
      <translation>Nur eine Geometrie ist erlaubt, und „{first}“ ist schon eine.</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Open Folder</source>
      <translation>Ordner öffnen</translation>
    </message>
    <message>
      <location filename="../../ui/notices.py" />
      <source>Open Page</source>
      <translation>Seite öffnen</translation>
    </message>
    <message>
      <location filename="../../ui/around/browser.py" />
      <location filename="../../ui/around/locator.py" />
      <source>Open UP42 Jobs</source>
      <translation>UP42 Jobs öffnen</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Open in Console</source>
      <translation>In der Konsole öffnen</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Opens the folder of the outputs</source>
      <translation>Öffnet den Ordner der Ergebnisse</translation>
    </message>
    <message>
      <location filename="../../ui/parts/help.py" />
      <source>Opens the guide; needs no network</source>
      <translation>Öffnet die Anleitung; braucht kein Netzwerk</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Opens the job in the UP42 console</source>
      <translation>Öffnet den Job in der UP42-Konsole</translation>
    </message>
    <message>
      <location filename="../../core/gis/outputs/layer_building.py" />
      <source>Order</source>
      <translation>Bestellung</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/scenes.py" />
      <source>Order %Ln Scene(s)…</source>
      <translation>
        <numerusform>%Ln Szene bestellen…</numerusform>
        <numerusform>%Ln Szenen bestellen…</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/around/layer_menu.py" />
      <source>Order Again…</source>
      <translation>Noch einmal bestellen…</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>Order Selected ({count})…</source>
      <translation>Auswahl bestellen ({count})…</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>Order Selected…</source>
      <translation>Auswahl bestellen…</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>Order This Scene…</source>
      <translation>Diese Szene bestellen…</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>Order form, archive</source>
      <translation>Bestellformular, Archiv</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>Order form, tasking</source>
      <translation>Bestellformular, Neuaufnahme</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_cells.py" />
      <source>Ordered</source>
      <translation>Bestellt</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>Ordered for certain: {ordered} of {wanted} scenes. The answer for {unknown} was lost: do not order the rest again until its state is known.</source>
      <translation>Sicher bestellt: {ordered} von {wanted} Szenen. Die Antwort für {unknown} ging verloren: Bestellen Sie den Rest nicht noch einmal, bis sein Zustand bekannt ist.</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_cells.py" />
      <source>Ordered: it is on its way, or may be</source>
      <translation>Bestellt: unterwegs, oder vielleicht unterwegs</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/areas.py" />
      <source>Ordered: {ordered} of %Ln job(s). The rest holds no credits.</source>
      <translation>
        <numerusform>Bestellt: {ordered} von %Ln Job. Für den Rest sind keine Credits reserviert.</numerusform>
        <numerusform>Bestellt: {ordered} von %Ln Jobs. Für den Rest sind keine Credits reserviert.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>Ordered: {ordered} of {wanted} scenes. The rest was not ordered and holds no credits.</source>
      <translation>Bestellt: {ordered} von {wanted} Szenen. Der Rest wurde nicht bestellt, und für ihn sind keine Credits reserviert.</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>Orders</source>
      <translation>Bestellungen</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjobareas.py" />
      <source>Orders scenes over many areas within one budget and downloads their outputs.</source>
      <translation>Bestellt Szenen über vielen Gebieten innerhalb eines Budgets und lädt ihre Ergebnisse herunter.</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjobareas.py" />
      <source>Orders the scenes of “Test query over areas” or “Watch areas”. THIS SPENDS CREDITS.

The selected rows are ordered, or all if none is selected. All prices are requested first. If the rows together may cost more than “Maximum credits to spend”, nothing is ordered. Otherwise each area and product becomes one job, and the outputs of each area are written to a folder of its own.

A row that the service refuses, or that you own or have ordered already, is left out and named in the log; the others are ordered.

No request to order is ever repeated. After an interruption run the algorithm again with the same name and rows: it is the same purchase, which orders only what is missing.</source>
      <translation>Bestellt die Szenen von „Testabfrage über Gebiete“ oder „Gebiete beobachten“. DAS GIBT CREDITS AUS.

Bestellt werden die gewählten Zeilen oder alle, wenn keine gewählt ist. Zuerst werden alle Preise abgefragt. Können die Zeilen zusammen mehr kosten als „Höchstens auszugebende Credits“, wird nichts bestellt. Sonst wird aus jedem Gebiet und Produkt ein Job, und die Ergebnisse jedes Gebiets werden in einen eigenen Ordner geschrieben.

Eine Zeile, die der Dienst ablehnt oder die Ihnen schon gehört oder schon bestellt ist, wird ausgelassen und im Protokoll genannt; die anderen werden bestellt.

Keine Bestellanfrage wird je wiederholt. Führen Sie den Algorithmus nach einer Unterbrechung mit demselben Namen und denselben Zeilen noch einmal aus: Es ist derselbe Kauf, der nur bestellt, was fehlt.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/ledger.py" />
      <source>Other programs and computers used {credits} in the same time.</source>
      <translation>Andere Programme und Computer haben in derselben Zeit {credits} verbraucht.</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <source>Outputs</source>
      <translation>Ergebnisse</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Outputs are available when the job has finished</source>
      <translation>Ergebnisse gibt es, wenn der Job beendet ist</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_columns.py" />
      <source>Over the area, as its quicklook shows it; before that, of the whole scene</source>
      <translation>Im Gebiet, wie der Quicklook es zeigt; bis dahin die der ganzen Szene</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_cells.py" />
      <location filename="../../ui/wording/scenes.py" />
      <source>Owned</source>
      <translation>Gekauft</translation>
    </message>
    <message>
      <location filename="../../core/wording/parameters.py" />
      <source>Panchromatic band</source>
      <translation>Panchromatisches Band</translation>
    </message>
    <message>
      <location filename="../../ui/configure/each_feature.py" />
      <source>Pasted Areas</source>
      <translation>Eingefügte Gebiete</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/product_list.py" />
      <source>Per Usable km²</source>
      <translation>Je nutzbarem km²</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/change_layer.py" />
      <source>Pixel on the ground (m)</source>
      <translation>Pixelgröße am Boden (m)</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/quicklook_layers.py" />
      <source>Placed by</source>
      <translation>Eingepasst durch</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/figures.py" />
      <location filename="../../core/gis/layer_metadata.py" />
      <source>Platform</source>
      <translation>Plattform</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_combos.py" />
      <source>Polygon Layer</source>
      <translation>Polygonlayer</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_combos.py" />
      <source>Polygon layer</source>
      <translation>Polygonlayer</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/figures.py" />
      <source>Position Confidence</source>
      <translation>Lagegenauigkeit</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>Position uncertain</source>
      <translation>Lage unsicher</translation>
    </message>
    <message>
      <location filename="../../core/wording/tasking.py" />
      <source>Preparing quotation</source>
      <translation>Angebot wird vorbereitet</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/preview_dialog.py" />
      <source>Preview</source>
      <translation>Vorschau</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_columns.py" />
      <location filename="../../core/app/scenes/figures.py" />
      <location filename="../../core/app/scenes/product_list.py" />
      <source>Price</source>
      <translation>Preis</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>Prices are unknown: no other set covers as much with fewer scenes.</source>
      <translation>Die Preise sind unbekannt: Keine andere Auswahl deckt mit weniger Szenen so viel ab.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>Prices are unknown: this is the smallest set found.</source>
      <translation>Die Preise sind unbekannt: Das ist die kleinste gefundene Auswahl.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/ledger.py" />
      <source>Processing</source>
      <translation>Verarbeitung</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/figures.py" />
      <source>Processing Level</source>
      <translation>Verarbeitungsstufe</translation>
    </message>
    <message>
      <location filename="../../core/gis/layer_metadata.py" />
      <source>Processing level</source>
      <translation>Verarbeitungsstufe</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_columns.py" />
      <location filename="../../core/app/scenes/product_list.py" />
      <location filename="../../core/gis/outputs/layer_building.py" />
      <location filename="../../core/processing/job_parameters.py" />
      <location filename="../../ui/around/locator.py" />
      <location filename="../../ui/wording/ledger.py" />
      <source>Product</source>
      <translation>Produkt</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <location filename="../../ui/notices.py" />
      <source>Products</source>
      <translation>Produkte</translation>
    </message>
    <message>
      <location filename="../../ui/around/locator.py" />
      <source>Products, jobs and scenes are listed once it is open</source>
      <translation>Produkte, Jobs und Szenen stehen hier, sobald UP42 Jobs geöffnet ist</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Progress</source>
      <translation>Fortschritt</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>Project and its settings</source>
      <translation>Projekt und seine Einstellungen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_texts.py" />
      <source>QGIS cannot open this as a layer. Add it to the project, then choose “Each Feature of a Layer”.</source>
      <translation>QGIS kann dies nicht als Layer öffnen. Fügen Sie es dem Projekt hinzu und wählen Sie dann „Je Objekt“.</translation>
    </message>
    <message>
      <location filename="../../ui/parts/help.py" />
      <source>QGIS found no program that opens web pages. This page of the guide is here:
{path}</source>
      <translation>QGIS hat kein Programm gefunden, das Webseiten öffnet. Diese Seite der Anleitung liegt hier:
{path}</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>QGIS is set to use a SOCKS proxy, which needs the Python package PySocks. Nothing was sent. {money} Install PySocks for QGIS's Python, or set an HTTP proxy in the QGIS options, page Network.</source>
      <translation>QGIS ist auf einen SOCKS-Proxy eingestellt, der das Python-Paket PySocks braucht. Es wurde nichts gesendet. {money} Installieren Sie PySocks für das Python von QGIS, oder stellen Sie in den QGIS-Optionen, Seite Netzwerk, einen HTTP-Proxy ein.</translation>
    </message>
    <message>
      <location filename="../../core/wording/tasking.py" />
      <source>Quotation accepted</source>
      <translation>Angebot angenommen</translation>
    </message>
    <message>
      <location filename="../../core/wording/tasking.py" />
      <source>Quotation rejected</source>
      <translation>Angebot abgelehnt</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Ready</source>
      <translation>Bereit</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Ready to download</source>
      <translation>Bereit zum Herunterladen</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Refused, nothing spent</source>
      <translation>Abgelehnt, nichts ausgegeben</translation>
    </message>
    <message>
      <location filename="../../ui/wording/ledger.py" />
      <source>Released</source>
      <translation>Freigegeben</translation>
    </message>
    <message>
      <location filename="../../core/processing/checkconnection.py" />
      <source>Report</source>
      <translation>Bericht</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <location filename="../../core/processing/testqueryareas.py" />
      <location filename="../../core/processing/watch.py" />
      <source>Report on the areas</source>
      <translation>Bericht zu den Gebieten</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Request prices</source>
      <translation>Preise abfragen</translation>
    </message>
    <message>
      <location filename="../../core/processing/estimate.py" />
      <source>Requests the cost of a live job with these parameters. Nothing is ordered and no credits are held.

The hold is the number of credits that the service sets aside from the start of the live job to its completion; the final cost is usually between the two estimates.</source>
      <translation>Fragt die Kosten eines Live-Jobs mit diesen Parametern ab. Es wird nichts bestellt, und es werden keine Credits reserviert.

Die Reservierung ist die Anzahl der Credits, die der Dienst vom Start des Live-Jobs bis zu seinem Abschluss beiseitelegt; die endgültigen Kosten liegen meist zwischen den beiden Schätzwerten.</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjobareas.py" />
      <source>Rows of “Test query over areas” or “Watch areas”; the selected ones, or all if none is selected.</source>
      <translation>Zeilen von „Testabfrage über Gebiete“ oder „Gebiete beobachten“; die gewählten oder alle, wenn keine gewählt ist.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Run Again</source>
      <translation>Erneut ausführen</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Run as Live Job…</source>
      <translation>Als Live-Job…</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>Run job (spends credits)</source>
      <translation>Job ausführen (gibt Credits aus)</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjobareas.py" />
      <source>Run jobs over areas (spends credits)</source>
      <translation>Jobs über Gebiete ausführen (gibt Credits aus)</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Running</source>
      <translation>Läuft</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>Runs a live job within a budget and downloads its outputs.</source>
      <translation>Führt einen Live-Job innerhalb eines Budgets aus und lädt seine Ergebnisse herunter.</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>Runs a live job. THIS SPENDS CREDITS.

The job is estimated first. If it may cost more than “Maximum credits to spend” (the upper end of the estimate), nothing is ordered and nothing is spent. Otherwise one job is created and followed to its end, and its outputs are written to the folder.

Scenes that are ordered already, or that an earlier job delivered over the same area, are left out and named in the log; if nothing is left, nothing is ordered.

The create request is never repeated. If its response is lost, the algorithm reports that and names the job; “List jobs” finds its state.</source>
      <translation>Führt einen Live-Job aus. DAS GIBT CREDITS AUS.

Der Job wird zuerst geschätzt. Kann er mehr kosten als „Höchstens auszugebende Credits“ (das obere Ende der Kostenschätzung), wird nichts bestellt und nichts ausgegeben. Sonst wird ein Job angelegt und bis zu seinem Ende verfolgt, und seine Ergebnisse werden in den Ordner geschrieben.

Szenen, die schon bestellt sind oder die ein früherer Job über demselben Gebiet geliefert hat, werden ausgelassen und im Protokoll genannt; bleibt nichts übrig, wird nichts bestellt.

Die Anfrage zum Anlegen wird nie wiederholt. Geht ihre Antwort verloren, meldet der Algorithmus das und nennt den Job; „Jobs auflisten“ findet seinen Zustand.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Runs the job with the same parameters; a live job needs your consent</source>
      <translation>Führt den Job mit denselben Parametern aus; ein Live-Job braucht Ihre Zustimmung</translation>
    </message>
    <message>
      <location filename="../../core/processing/watch.py" />
      <source>Runs with the same name, over the same account, report each scene once.</source>
      <translation>Läufe mit demselben Namen, über dasselbe Konto, melden jede Szene einmal.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/export.py" />
      <source>STAC ItemCollection</source>
      <translation>STAC ItemCollection</translation>
    </message>
    <message>
      <location filename="../../core/processing/algorithm.py" />
      <source>Satellite imagery</source>
      <translation>Satellitenbilder</translation>
    </message>
    <message>
      <location filename="../../core/gis/layer_metadata.py" />
      <location filename="../../ui/around/locator.py" />
      <source>Scene</source>
      <translation>Szene</translation>
    </message>
    <message>
      <location filename="../../ui/around/layer_menu.py" />
      <source>Scene Details</source>
      <translation>Szenendetails</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/figures.py" />
      <source>Scene ID</source>
      <translation>Szenen-ID</translation>
    </message>
    <message>
      <location filename="../../core/wording/parameters.py" />
      <source>Scene IDs</source>
      <translation>Szenen-IDs</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>Scene ids</source>
      <translation>Szenen-IDs</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>Scene {scene} is on its way already, with the job “{name}”. It is left out of this order.</source>
      <translation>Die Szene {scene} ist schon unterwegs, mit dem Job „{name}“. Sie wird in dieser Bestellung ausgelassen.</translation>
    </message>
    <message>
      <location filename="../../core/processing/testquery.py" />
      <location filename="../../core/processing/testqueryareas.py" />
      <location filename="../../ui/wording/ledger.py" />
      <source>Scenes</source>
      <translation>Szenen</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjobareas.py" />
      <source>Scenes over areas</source>
      <translation>Szenen über Gebieten</translation>
    </message>
    <message>
      <location filename="../../ui/around/map_menu.py" />
      <source>Search UP42 Imagery Here</source>
      <translation>Hier UP42-Bilder suchen</translation>
    </message>
    <message>
      <location filename="../../core/processing/watch.py" />
      <source>Searches one or several products over each polygon of a layer, free of charge, and reports each scene once: “New scenes” has those that no earlier run of this watch reported. Run it from a scheduler.

A scene counts as reported once the output is on disk. Scenes over an area that fails are reported by a later run. An area that is moved or renamed keeps its memory if it keeps its feature id and half of its shape. If there are more new scenes than the limit, the next run reports the rest, except after the first one.

Select rows of “New scenes” and give them to “Run job over areas” to order them.</source>
      <translation>Durchsucht ein oder mehrere Produkte über jedem Polygon eines Layers, kostenlos, und meldet jede Szene einmal: „Neue Szenen“ hat die, die noch kein Lauf dieser Beobachtung gemeldet hat. Lassen Sie es von einem Zeitplaner ausführen.

Eine Szene gilt als gemeldet, sobald die Ausgabe auf dem Datenträger ist. Szenen über einem Gebiet, das scheitert, meldet ein späterer Lauf. Ein Gebiet, das verschoben oder umbenannt wird, behält sein Gedächtnis, wenn es seine Objekt-ID und die Hälfte seiner Form behält. Gibt es mehr neue Szenen als das Limit, meldet der nächste Lauf den Rest, nur nach dem ersten nicht.

Wählen Sie Zeilen von „Neue Szenen“ und geben Sie sie „Jobs über Gebiete ausführen“, um sie zu bestellen.</translation>
    </message>
    <message>
      <location filename="../../core/processing/testqueryareas.py" />
      <source>Searches one or several products over each polygon of a layer, free of charge: no credits are held or used.

“Scenes” has a row per area, product and scene, with the part of the area that would be ordered, its coverage, the clouds over it, its price and the price per usable km². “Report on the areas” has a row per area with its best scene, and what went wrong there: one area that fails stops no other.

Select rows of “Scenes” and give them to “Run job over areas” to order them.</source>
      <translation>Durchsucht ein oder mehrere Produkte über jedem Polygon eines Layers, kostenlos: Es werden keine Credits reserviert oder verbraucht.

„Szenen“ hat eine Zeile je Gebiet, Produkt und Szene, mit dem Teil des Gebiets, der bestellt würde, seiner Abdeckung, den Wolken darüber, seinem Preis und dem Preis je nutzbarem km². „Bericht zu den Gebieten“ hat eine Zeile je Gebiet mit seiner besten Szene und dem, was dort schiefging: Ein Gebiet, das scheitert, hält kein anderes auf.

Wählen Sie Zeilen von „Szenen“ und geben Sie sie „Jobs über Gebiete ausführen“, um sie zu bestellen.</translation>
    </message>
    <message>
      <location filename="../../core/processing/testquery.py" />
      <source>Searches the archive of a product over an area, free of charge: no credits are held or used.

The scenes are written as footprints with their metadata (date, platform, cloud cover, incidence angle, ground sampling distance, price) into a GeoPackage. Each quicklook becomes a georeferenced GeoTIFF in the folder; data.json has the service's response, and usage.json the cost of the scenes if the service reports it.

Use the scene ids of the GeoPackage in “Estimate” or “Run job”.</source>
      <translation>Durchsucht das Archiv eines Produkts über einem Gebiet, kostenlos: Es werden keine Credits reserviert oder verbraucht.

Die Szenen werden als Szenenumrisse mit ihren Metadaten (Datum, Plattform, Bewölkung, Einfallswinkel, Bodenauflösung, Preis) in ein GeoPackage geschrieben. Jeder Quicklook wird ein georeferenziertes GeoTIFF im Ordner; data.json hat die Antwort des Dienstes, und usage.json die Kosten der Szenen, falls der Dienst sie nennt.

Verwenden Sie die Szenen-IDs des GeoPackage in „Kostenschätzung“ oder „Job ausführen“.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/products.py" />
      <source>Searching the products…</source>
      <translation>Die Produkte werden durchsucht…</translation>
    </message>
    <message>
      <location filename="../../ui/wording/outputs.py" />
      <source>Searching the storage…</source>
      <translation>Der Speicher wird durchsucht…</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Select a job first</source>
      <translation>Wählen Sie zuerst einen Job</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Select one of the jobs of this purchase first</source>
      <translation>Wählen Sie zuerst einen der Jobs dieses Kaufs</translation>
    </message>
    <message>
      <location filename="../../ui/wording/timeline.py" />
      <source>Selected</source>
      <translation>Gewählt</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_combos.py" />
      <source>Selected Features</source>
      <translation>Auswahl</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>Service</source>
      <translation>Dienst</translation>
    </message>
    <message>
      <location filename="../../ui/notices.py" />
      <source>Settings…</source>
      <translation>Einstellungen…</translation>
    </message>
    <message>
      <location filename="../../core/wording/parameters.py" />
      <source>Several periods</source>
      <translation>Mehrere Zeiträume</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>Several products are named “{name}”: {list}.</source>
      <translation>Mehrere Produkte heißen „{name}“: {list}.</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>Share of the area that a scene must cover; scenes without a footprint stay.</source>
      <translation>Anteil des Gebiets, den eine Szene abdecken muss; Szenen ohne Umriss bleiben.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Show</source>
      <translation>Zeigen</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <location filename="../../ui/purchase_notices.py" />
      <source>Show Job</source>
      <translation>Job zeigen</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <source>Show Log…</source>
      <translation>Protokoll zeigen…</translation>
    </message>
    <message>
      <location filename="../../ui/notices.py" />
      <source>Show on Map</source>
      <translation>Auf der Karte zeigen</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Shows the log of the selected task, or of the one that failed</source>
      <translation>Zeigt das Protokoll der gewählten Aufgabe oder derjenigen, die fehlgeschlagen ist</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Shows the scenes of a test query, or the parameters of a job</source>
      <translation>Zeigt die Szenen einer Testabfrage oder die Parameter eines Jobs</translation>
    </message>
    <message>
      <location filename="../../ui/notices.py" />
      <source>Sign In…</source>
      <translation>Anmelden…</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>Sign-in</source>
      <translation>Anmeldung</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Sign-in failed</source>
      <translation>Anmeldung fehlgeschlagen</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Signed in</source>
      <translation>Angemeldet</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>Signed-in user</source>
      <translation>Angemeldeter Benutzer</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Signing in…</source>
      <translation>Anmeldung läuft…</translation>
    </message>
    <message>
      <location filename="../../core/processing/checkconnection.py" />
      <source>Signs in, then makes each read call that the plugin depends on once: collections, catalog, order forms, budgets, balance, orders and storage, or project, workflows, blocks, balance and jobs. Nothing is ordered, no credits are spent.

The JSON file has one step per call: name, whether it is ok, status (fine, not_offered, failed or not_checked) and the service's message. It contains no password and no access token. A failed step does not fail the algorithm: see “Everything works”.</source>
      <translation>Meldet sich an und führt dann jeden lesenden Aufruf, von dem die Erweiterung abhängt, einmal aus: Kollektionen, Katalog, Bestellformulare, Budgets, Guthaben, Bestellungen und Speicher oder Projekt, Workflows, Blöcke, Guthaben und Jobs. Es wird nichts bestellt, es werden keine Credits ausgegeben.

Die JSON-Datei hat einen Schritt je Aufruf: Name, ob er in Ordnung ist, Status (fine, not_offered, failed oder not_checked) und die Meldung des Dienstes. Sie enthält weder ein Passwort noch ein Zugriffstoken. Ein fehlgeschlagener Schritt lässt den Algorithmus nicht scheitern: siehe „Alles funktioniert“.</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <source>Since UP42 Jobs was last open: {changes}.</source>
      <translation>Seit UP42 Jobs zuletzt geöffnet war: {changes}.</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>Some calls failed: {names}. No credits were spent. Copy the report and send it with a question or bug report.</source>
      <translation>Einige Aufrufe sind fehlgeschlagen: {names}. Es wurden keine Credits ausgegeben. Kopieren Sie den Bericht und senden Sie ihn mit einer Frage oder Fehlermeldung.</translation>
    </message>
    <message>
      <location filename="../../core/wording/file_errors.py" />
      <source>Some of the files cannot be opened: they are damaged or in use by another program. The others are on the map, and no further credits were spent. The details name them; download again to replace them.</source>
      <translation>Einige der Dateien können nicht geöffnet werden: Sie sind beschädigt oder werden von einem anderen Programm benutzt. Die anderen sind auf der Karte, und es wurden keine weiteren Credits ausgegeben. Die Details nennen sie; laden Sie noch einmal herunter, um sie zu ersetzen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/file_errors.py" />
      <source>Some of the files were not opened, because they would make QGIS read other files of this computer or addresses on the network. They are in their folder, and no further credits were spent. The details name them; send those to UP42 support.</source>
      <translation>Einige der Dateien wurden nicht geöffnet, weil sie QGIS andere Dateien dieses Computers oder Adressen im Netzwerk lesen ließen. Sie sind in ihrem Ordner, und es wurden keine weiteren Credits ausgegeben. Die Details nennen sie; senden Sie diese an den UP42-Support.</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjobareas.py" />
      <source>Start of the names of the jobs. The same name and rows are the same purchase.</source>
      <translation>Anfang der Namen der Jobs. Derselbe Name und dieselben Zeilen sind derselbe Kauf.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <location filename="../../ui/wording/ledger.py" />
      <source>Started</source>
      <translation>Gestartet</translation>
    </message>
    <message>
      <location filename="../../ui/wording/ledger.py" />
      <source>Started by</source>
      <translation>Gestartet von</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Starting</source>
      <translation>Wird gestartet</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Starting the live job…</source>
      <translation>Der Live-Job wird gestartet…</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Starting the test query…</source>
      <translation>Die Testabfrage wird gestartet…</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <location filename="../../ui/wording/ledger.py" />
      <location filename="../../ui/wording/outputs.py" />
      <source>State</source>
      <translation>Zustand</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>State of the job</source>
      <translation>Zustand des Jobs</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjobareas.py" />
      <source>State of the jobs</source>
      <translation>Zustand der Jobs</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>Status {status}</source>
      <translation>Status {status}</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Stops the download, or the check of the files; what has arrived is kept</source>
      <translation>Hält den Download oder die Prüfung der Dateien an; was angekommen ist, bleibt erhalten</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <location filename="../../ui/around/browser.py" />
      <source>Storage</source>
      <translation>Speicher</translation>
    </message>
    <message>
      <location filename="../../core/wording/parameters.py" />
      <source>Stored assets</source>
      <translation>Gespeicherte Assets</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Succeeded</source>
      <translation>Erfolgreich</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>Tags that start with “up42-jobs” are reserved: this plugin identifies its jobs by them. Remove it.</source>
      <translation>Tags, die mit „up42-jobs“ beginnen, sind vorbehalten: Diese Erweiterung erkennt daran ihre Jobs. Entfernen Sie es.</translation>
    </message>
    <message>
      <location filename="../../core/wording/change.py" />
      <source>Tall objects lean differently in oblique scenes. Shifts of one pixel are ignored, larger ones look like change. For finding places, not for measuring.</source>
      <translation>Hohe Objekte neigen sich in schrägen Szenen verschieden. Verschiebungen um ein Pixel werden übergangen, größere sehen wie eine Änderung aus. Zum Finden von Stellen, nicht zum Messen.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Task</source>
      <translation>Aufgabe</translation>
    </message>
    <message>
      <location filename="../../ui/notices.py" />
      <source>Test Query</source>
      <translation>Testabfrage</translation>
    </message>
    <message>
      <location filename="../../core/processing/testquery.py" />
      <location filename="../../ui/wording/jobs.py" />
      <source>Test query</source>
      <translation>Testabfrage</translation>
    </message>
    <message>
      <location filename="../../core/processing/testqueryareas.py" />
      <source>Test query over areas</source>
      <translation>Testabfrage über Gebiete</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/quicklook_layers.py" />
      <source>Test query quicklook, placed on its scene's outline. For viewing, not for measuring.</source>
      <translation>Quicklook einer Testabfrage, in den Umriss seiner Szene eingepasst. Zum Ansehen, nicht zum Messen.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/scenes.py" />
      <source>The %Ln most recent scene(s) within the parameters</source>
      <translation>
        <numerusform>%Ln Szene, die neueste zu den Parametern</numerusform>
        <numerusform>%Ln Szenen, die neuesten zu den Parametern</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The CRS “{crs}” is not a CRS of the Earth. Set the CRS that the coordinates are in.</source>
      <translation>Das KBS „{crs}“ ist kein KBS der Erde. Setzen Sie das KBS, in dem die Koordinaten angegeben sind.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The account has no access to their collection.</source>
      <translation>Das Konto hat keinen Zugang zu ihrer Kollektion.</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>The address is not encrypted, so nothing was sent. {money} Use an address that starts with https.</source>
      <translation>Die Adresse ist nicht verschlüsselt, deshalb wurde nichts gesendet. {money} Verwenden Sie eine Adresse, die mit https beginnt.</translation>
    </message>
    <message>
      <location filename="../../core/processing/algorithm.py" />
      <source>The algorithm was not prepared.</source>
      <translation>Der Algorithmus wurde nicht vorbereitet.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The answer to the order was lost: the job may exist and hold credits, or not. Do not order it again: UP42 is being checked for it, and the Jobs tab will show the result.</source>
      <translation>Die Antwort auf die Bestellung ging verloren: Der Job existiert vielleicht und reserviert Credits, vielleicht auch nicht. Bestellen Sie ihn nicht noch einmal: Er wird bei UP42 gesucht, und „Jobs“ zeigt das Ergebnis.</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>The archive was refused because of “{name}” in it: {reason}.</source>
      <translation>Das Archiv wurde wegen „{name}“ darin abgelehnt: {reason}.</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>The archive was refused: {reason}.</source>
      <translation>Das Archiv wurde abgelehnt: {reason}.</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>The archive was refused: “{name}” would overwrite “{other}” in it.</source>
      <translation>Das Archiv wurde abgelehnt: „{name}“ würde darin „{other}“ überschreiben.</translation>
    </message>
    <message>
      <location filename="../../core/wording/file_errors.py" />
      <source>The archive with the outputs is damaged and was not extracted. The outputs are paid for and stay in your account. Download again.</source>
      <translation>Das Archiv mit den Ergebnissen ist beschädigt und wurde nicht entpackt. Die Ergebnisse sind bezahlt und bleiben in Ihrem Konto. Laden Sie noch einmal herunter.</translation>
    </message>
    <message>
      <location filename="../../core/wording/file_errors.py" />
      <source>The archive would write outside its folder, so it was refused. Nothing was extracted, and no further credits were spent. Contact UP42 support.</source>
      <translation>Das Archiv würde außerhalb seines Ordners schreiben, deshalb wurde es abgelehnt. Es wurde nichts entpackt, und es wurden keine weiteren Credits ausgegeben. Wenden Sie sich an den UP42-Support.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/wording/problems.py" />
      <source>The area has %Ln hole(s); the service accepts areas without holes only.</source>
      <translation>
        <numerusform>Das Gebiet hat %Ln Loch; der Dienst akzeptiert nur Gebiete ohne Löcher.</numerusform>
        <numerusform>Das Gebiet hat %Ln Löcher; der Dienst akzeptiert nur Gebiete ohne Löcher.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The area has {count} separate parts; only one is allowed. Choose one, or an outline around all.</source>
      <translation>Das Gebiet hat {count} getrennte Teile; erlaubt ist nur einer. Wählen Sie einen oder einen Umriss um alle.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_texts.py" />
      <source>The area is as it was.</source>
      <translation>Das Gebiet ist, wie es war.</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>The area of interest as a box, in any CRS. In degrees, a west greater than the east means across 180°. Give either this or a polygon layer.</source>
      <translation>Das Interessengebiet als Rechteck, in beliebigem KBS. In Grad bedeutet ein Westen, der größer als der Osten ist: über 180° hinweg. Geben Sie entweder dies oder einen Polygonlayer an.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The area of {area} is too large for a live job: the limit is {limit}.</source>
      <translation>Das Gebiet von {area} ist zu groß für einen Live-Job: Das Limit ist {limit}.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The area of {area} is too large to search: the limit is {limit}. Choose a smaller one.</source>
      <translation>Das Gebiet von {area} ist zu groß für eine Suche: Das Limit ist {limit}. Wählen Sie ein kleineres.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The area of {area} is too small: the product needs at least {limit}.</source>
      <translation>Das Gebiet von {area} ist zu klein: Das Produkt braucht mindestens {limit}.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/products.py" />
      <source>The area, dates, cloud cover and limit are those of the form. It is free.</source>
      <translation>Gebiet, Zeitraum, Bewölkung und Limit sind die des Formulars. Es ist kostenlos.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The areas of “{name}” are not in the project: the layer or its features were removed. Add them again and choose the layer here, or choose another area. All other parameters stay.</source>
      <translation>Die Gebiete von „{name}“ sind nicht im Projekt: Der Layer oder seine Objekte wurden entfernt. Fügen Sie sie wieder hinzu und wählen Sie den Layer hier, oder wählen Sie ein anderes Gebiet. Alle anderen Parameter bleiben.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The balance is too small for them.</source>
      <translation>Das Guthaben reicht für sie nicht.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The balance is too small for this job. {money} Choose fewer scenes or a smaller area, or buy credits in the console.</source>
      <translation>Das Guthaben reicht für diesen Job nicht. {money} Wählen Sie weniger Szenen oder ein kleineres Gebiet, oder kaufen Sie Credits in der Konsole.</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/product_list.py" />
      <source>The best of all: lowest price per usable km²</source>
      <translation>Am besten von allen: niedrigster Preis je nutzbarem km²</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_cells.py" />
      <source>The best scene of its area</source>
      <translation>Die beste Szene ihres Gebiets</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <source>The catalog has more scenes than were read, perhaps newer ones: {products}.</source>
      <translation>Der Katalog hat mehr Szenen, als gelesen wurden, vielleicht auch neuere: {products}.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>The cheapest set found costs {credits}.</source>
      <translation>Die günstigste gefundene Auswahl kostet {credits}.</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <source>The cloud cover is unknown.</source>
      <translation>Die Bewölkung ist unbekannt.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>The cloud cover over the area is that of the {share} which the quicklook shows.</source>
      <translation>Die Bewölkung im Gebiet ist die der {share}, die der Quicklook zeigt.</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>The connection works. No credits were spent.</source>
      <translation>Die Verbindung funktioniert. Es wurden keine Credits ausgegeben.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>The console has no page for this job</source>
      <translation>Die Konsole hat keine Seite für diesen Job</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The coordinates have no coordinate reference system (CRS), so their position is unknown. Set the CRS.</source>
      <translation>Die Koordinaten haben kein Koordinatenbezugssystem (KBS), deshalb ist ihre Lage unbekannt. Setzen Sie das KBS.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The coordinates {place} are not on Earth in the CRS “{crs}”. Set the CRS that they are in.</source>
      <translation>Die Koordinaten {place} liegen im KBS „{crs}“ nicht auf der Erde. Setzen Sie das KBS, in dem sie angegeben sind.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The coordinates {place} are not on Earth.</source>
      <translation>Die Koordinaten {place} liegen nicht auf der Erde.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The cost of some of your jobs is not known, so this job might exceed the limit that you set. No job was started and no credits were spent. The details name the jobs: wait until they finish, or change the limit in the settings.</source>
      <translation>Die Kosten einiger Ihrer Jobs sind nicht bekannt, deshalb könnte dieser Job das von Ihnen gesetzte Limit überschreiten. Es wurde kein Job gestartet, und es wurden keine Credits ausgegeben. Die Details nennen die Jobs: Warten Sie, bis sie beendet sind, oder ändern Sie das Limit in den Einstellungen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>The credentials of this connection could not be read, so nothing was sent. {money} Unlock the QGIS authentication database, or enter the credentials again in the settings.</source>
      <translation>Die Zugangsdaten dieser Verbindung konnten nicht gelesen werden, deshalb wurde nichts gesendet. {money} Entsperren Sie die QGIS-Authentifizierungsdatenbank, oder geben Sie die Zugangsdaten in den Einstellungen noch einmal ein.</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <source>The description of the product states a minimum of {minimum}: this area of {area} may be charged as that.</source>
      <translation>Die Beschreibung des Produkts nennt eine Mindestgröße von {minimum}: Dieses Gebiet von {area} kann als diese abgerechnet werden.</translation>
    </message>
    <message>
      <location filename="../../core/wording/file_errors.py" />
      <source>The disk is full. Outputs that are paid for stay in your account. Free some space or choose another folder in the settings, then download again.</source>
      <translation>Der Datenträger ist voll. Bezahlte Ergebnisse bleiben in Ihrem Konto. Schaffen Sie Platz oder wählen Sie in den Einstellungen einen anderen Ordner, und laden Sie dann noch einmal herunter.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The disk is full: {missing} MB more are needed. What has arrived is kept, and outputs that are paid for stay in your account. Free some space or choose another folder in the settings, then download again to resume.</source>
      <translation>Der Datenträger ist voll: Es fehlen {missing} MB. Was angekommen ist, bleibt erhalten, und bezahlte Ergebnisse bleiben in Ihrem Konto. Schaffen Sie Platz oder wählen Sie in den Einstellungen einen anderen Ordner, und laden Sie dann noch einmal herunter, um fortzusetzen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The download of “{name}” was interrupted because the connection was lost. What has arrived is kept, and the download resumes automatically when the connection is back. No further credits are spent.</source>
      <translation>Der Download von „{name}“ wurde unterbrochen, weil die Verbindung abbrach. Was angekommen ist, bleibt erhalten, und der Download wird automatisch fortgesetzt, wenn die Verbindung wieder da ist. Es werden keine weiteren Credits ausgegeben.</translation>
    </message>
    <message>
      <location filename="../../core/wording/file_errors.py" />
      <source>The download was interrupted. The outputs are paid for and stay in your account, and what has arrived is kept. Download again to resume.</source>
      <translation>Der Download wurde unterbrochen. Die Ergebnisse sind bezahlt und bleiben in Ihrem Konto, und was angekommen ist, bleibt erhalten. Laden Sie noch einmal herunter, um fortzusetzen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/file_errors.py" />
      <source>The downloaded file is wrong: its length, checksum or content is not as announced, so it was discarded. The outputs are paid for and stay in your account. Download again.</source>
      <translation>Die heruntergeladene Datei ist falsch: Länge, Prüfsumme oder Inhalt sind nicht wie angekündigt, deshalb wurde sie verworfen. Die Ergebnisse sind bezahlt und bleiben in Ihrem Konto. Laden Sie noch einmal herunter.</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_parameters.py" />
      <source>The extent has no width or no height.</source>
      <translation>Die Ausdehnung hat keine Breite oder keine Höhe.</translation>
    </message>
    <message>
      <location filename="../../core/wording/tasking.py" />
      <source>The feasibility study is ready. Choose one of its options in the UP42 console.</source>
      <translation>Die Machbarkeitsstudie ist fertig. Wählen Sie eine ihrer Optionen in der UP42-Konsole.</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <source>The feature has no polygon.</source>
      <translation>Das Objekt hat kein Polygon.</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <source>The feature makes {count} parts; at most {maximum} are searched. Divide it.</source>
      <translation>Aus dem Objekt werden {count} Teile; gesucht werden höchstens {maximum}. Teilen Sie es.</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <source>The feature was edited or removed after the test query: scenes are ordered for the shape that was searched. Run the test query again for the new one.</source>
      <translation>Das Objekt wurde nach der Testabfrage bearbeitet oder entfernt: Szenen werden für die gesuchte Form bestellt. Führen Sie die Testabfrage für die neue Form noch einmal aus.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The file cannot be read as GeoJSON, KML, GeoPackage or Shapefile. Choose another one.</source>
      <translation>Die Datei kann nicht als GeoJSON, KML, GeoPackage oder Shapefile gelesen werden. Wählen Sie eine andere.</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_parameters.py" />
      <source>The file has no layer with polygons of that name. It has: {names}.</source>
      <translation>Die Datei hat keinen Layer dieses Namens mit Polygonen. Sie hat: {names}.</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>The file has several layers. Write {path}|layername=NAME, with one of: {names}.</source>
      <translation>Die Datei hat mehrere Layer. Schreiben Sie {path}|layername=NAME, mit einem von: {names}.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The file is too large. Simplify its polygons.</source>
      <translation>Die Datei ist zu groß. Vereinfachen Sie ihre Polygone.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The file is too large; the limit is {limit} MB. Simplify its polygons.</source>
      <translation>Die Datei ist zu groß; das Limit ist {limit} MB. Vereinfachen Sie ihre Polygone.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The file no longer exists. Choose another one.</source>
      <translation>Die Datei existiert nicht mehr. Wählen Sie eine andere.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The file refers to other files or addresses, so it was not opened. Choose another one.</source>
      <translation>Die Datei verweist auf andere Dateien oder Adressen, deshalb wurde sie nicht geöffnet. Wählen Sie eine andere.</translation>
    </message>
    <message>
      <location filename="../../core/wording/file_errors.py" />
      <source>The file with the record of your jobs was deleted or replaced while QGIS was running. {money} Nothing can be ordered until QGIS is restarted; then check the Jobs tab before you order again.</source>
      <translation>Die Datei mit den Aufzeichnungen Ihrer Jobs wurde gelöscht oder ersetzt, während QGIS lief. {money} Bis zu einem Neustart von QGIS kann nichts bestellt werden; sehen Sie dann in „Jobs“ nach, bevor Sie noch einmal bestellen.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>The files are being checked</source>
      <translation>Die Dateien werden geprüft</translation>
    </message>
    <message>
      <location filename="../../core/wording/file_errors.py" />
      <source>The files have arrived, but none of them can be shown as a layer. No further credits were spent. Open their folder to inspect them.</source>
      <translation>Die Dateien sind angekommen, aber keine von ihnen kann als Layer angezeigt werden. Es wurden keine weiteren Credits ausgegeben. Öffnen Sie ihren Ordner, um sie zu untersuchen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The files have arrived; these cannot be shown: {names}. The others are on the map, and no further credits were spent. Open their folder, or download again if they are damaged.</source>
      <translation>Die Dateien sind angekommen; diese können nicht angezeigt werden: {names}. Die anderen sind auf der Karte, und es wurden keine weiteren Credits ausgegeben. Öffnen Sie ihren Ordner, oder laden Sie sie noch einmal herunter, wenn sie beschädigt sind.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The files have arrived; these cannot be shown: {names}. They are paid for, and no further credits were spent. Open their folder to inspect them.</source>
      <translation>Die Dateien sind angekommen; diese können nicht angezeigt werden: {names}. Sie sind bezahlt, und es wurden keine weiteren Credits ausgegeben. Öffnen Sie ihren Ordner, um sie zu untersuchen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The files have arrived; these cannot be shown: {names}. This QGIS was built without the driver for their format. No further credits were spent. Open them with a QGIS from qgis.org.</source>
      <translation>Die Dateien sind angekommen; diese können nicht angezeigt werden: {names}. Dieses QGIS wurde ohne den Treiber für ihr Format gebaut. Es wurden keine weiteren Credits ausgegeben. Öffnen Sie sie mit einem QGIS von qgis.org.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/scenes.py" />
      <source>The filters hide all of the %Ln scene(s) found.</source>
      <translation>
        <numerusform>Die Filter verbergen die einzige gefundene Szene (%Ln).</numerusform>
        <numerusform>Die Filter verbergen alle %Ln gefundenen Szenen.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>The filters hide the scene that was found.</source>
      <translation>Die Filter verbergen die gefundene Szene.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The first date is after the last one.</source>
      <translation>Das erste Datum liegt nach dem letzten.</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_parameters.py" />
      <source>The first number, west, is greater than the second, east.</source>
      <translation>Die erste Zahl, Westen, ist größer als die zweite, Osten.</translation>
    </message>
    <message>
      <location filename="../../core/wording/file_errors.py" />
      <source>The folder is not writable. Outputs that are paid for stay in your account. Choose another folder in the settings and try again.</source>
      <translation>Der Ordner ist nicht beschreibbar. Bezahlte Ergebnisse bleiben in Ihrem Konto. Wählen Sie in den Einstellungen einen anderen Ordner und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The job failed. Credits that it held and did not use are released. Read the log, change the parameters and run it again.</source>
      <translation>Der Job ist fehlgeschlagen. Credits, die er reserviert und nicht verbraucht hat, werden freigegeben. Lesen Sie das Protokoll, ändern Sie die Parameter und führen Sie ihn noch einmal aus.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>The job has finished</source>
      <translation>Der Job ist beendet</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>The job has no outputs</source>
      <translation>Der Job hat keine Ergebnisse</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>The job has no tasks yet</source>
      <translation>Der Job hat noch keine Aufgaben</translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <source>The job is ordered.</source>
      <translation>Der Job ist bestellt.</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>The job may cost up to {most} credits, of which {hold} credits would be held: more than the {budget} allowed. Nothing was ordered, no credits were spent.</source>
      <translation>Der Job kann bis zu {most} Credits kosten, wovon {hold} Credits reserviert würden: mehr als die erlaubten {budget}. Es wurde nichts bestellt, es wurden keine Credits ausgegeben.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>The job never started</source>
      <translation>Der Job wurde nie gestartet</translation>
    </message>
    <message>
      <location filename="../../ui/around/layer_menu.py" />
      <source>The job of this layer is not in the list of the present connection.</source>
      <translation>Der Job dieses Layers ist nicht in der Liste der jetzigen Verbindung.</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>The job “{name}” ({id}) ended in state {status}.</source>
      <translation>Der Job „{name}“ ({id}) endete im Zustand {status}.</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>The job “{name}” ({id}) exists, in state {status}, and holds or uses credits. Do not run it again: “List jobs” shows its state, and “Download outputs” downloads its outputs.</source>
      <translation>Der Job „{name}“ ({id}) existiert, im Zustand {status}, und reserviert oder verbraucht Credits. Führen Sie ihn nicht noch einmal aus: „Jobs auflisten“ zeigt seinen Zustand, und „Ergebnisse herunterladen“ lädt seine Ergebnisse herunter.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/ledger.py" />
      <source>The journal and UP42's history agree on all %Ln finished job(s).</source>
      <translation>
        <numerusform>Das Journal und der Verlauf von UP42 stimmen bei %Ln beendeten Job überein.</numerusform>
        <numerusform>Das Journal und der Verlauf von UP42 stimmen bei allen %Ln beendeten Jobs überein.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/wording/ledger.py" />
      <source>The journal and UP42's history agree on the one finished job.</source>
      <translation>Das Journal und der Verlauf von UP42 stimmen beim einzigen beendeten Job überein.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/ledger.py" />
      <source>The journal and UP42's history differ on {count} of %Ln job(s).</source>
      <translation>
        <numerusform>Das Journal und der Verlauf von UP42 unterscheiden sich bei {count} von %Ln Job.</numerusform>
        <numerusform>Das Journal und der Verlauf von UP42 unterscheiden sich bei {count} von %Ln Jobs.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../core/wording/change.py" />
      <source>The later scene was brought to the brightness of the earlier one. Clouds, their rims and what touches them are left out; very bright roofs and snow can be taken for clouds.</source>
      <translation>Die spätere Szene wurde an die Helligkeit der früheren angeglichen. Wolken, ihre Ränder und was sie berührt sind ausgelassen; sehr helle Dächer und Schnee können für Wolken gehalten werden.</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>The layer has no feature. Choose a layer of polygons.</source>
      <translation>Der Layer hat kein Objekt. Wählen Sie einen Polygonlayer.</translation>
    </message>
    <message>
      <location filename="../../core/processing/areas_parameters.py" />
      <source>The layer has no field “{name}”.</source>
      <translation>Der Layer hat kein Feld „{name}“.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_combos.py" />
      <source>The layer in the file whose polygons are the area</source>
      <translation>Der Layer in der Datei, dessen Polygone das Gebiet sind</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The layer or file of the area has changed since this test query, so no job was started and no credits were spent. Run the test query again.</source>
      <translation>Der Layer oder die Datei des Gebiets hat sich seit dieser Testabfrage geändert, deshalb wurde kein Job gestartet und es wurden keine Credits ausgegeben. Führen Sie die Testabfrage noch einmal aus.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_combos.py" />
      <source>The layer whose polygons are the area</source>
      <translation>Der Layer, dessen Polygone das Gebiet sind</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>The licence (EULA) of this product is not accepted yet. {money} Accept it in the UP42 console, then refresh.</source>
      <translation>Die Lizenz (EULA) dieses Produkts ist noch nicht akzeptiert. {money} Akzeptieren Sie sie in der UP42-Konsole und aktualisieren Sie dann.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The licence “{title}” is not accepted yet. Accept it in the console.</source>
      <translation>Die Lizenz „{title}“ ist noch nicht akzeptiert. Akzeptieren Sie sie in der Konsole.</translation>
    </message>
    <message>
      <location filename="../../core/wording/file_errors.py" />
      <source>The link to the outputs has expired. They are paid for and stay in your account. Download again to get a new link.</source>
      <translation>Der Link zu den Ergebnissen ist abgelaufen. Sie sind bezahlt und bleiben in Ihrem Konto. Laden Sie noch einmal herunter, um einen neuen Link zu erhalten.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_texts.py" />
      <source>The map has no coordinate reference system (CRS), so its position is unknown. Set the project's CRS.</source>
      <translation>Die Karte hat kein Koordinatenbezugssystem (KBS), deshalb ist ihre Lage unbekannt. Setzen Sie das KBS des Projekts.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_texts.py" />
      <source>The map is still empty. Add a layer or a base map, or drop a file.</source>
      <translation>Die Karte ist noch leer. Fügen Sie einen Layer oder eine Grundkarte hinzu, oder ziehen Sie eine Datei hierher.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The map shows more than its CRS “{crs}” covers. Zoom in.</source>
      <translation>Die Karte zeigt mehr, als ihr KBS „{crs}“ umfasst. Zoomen Sie hinein.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The outline crosses or touches itself. Draw it without crossings.</source>
      <translation>Der Umriss kreuzt oder berührt sich selbst. Zeichnen Sie ihn ohne Kreuzungen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The outline has {count} vertices; at most {maximum} are allowed. Simplify it.</source>
      <translation>Der Umriss hat {count} Stützpunkte; erlaubt sind höchstens {maximum}. Vereinfachen Sie ihn.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>The outputs are being downloaded</source>
      <translation>Die Ergebnisse werden heruntergeladen</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The parameters or the price have changed since the estimate, so no job was started and no credits were spent. Ask for a new estimate.</source>
      <translation>Die Parameter oder der Preis haben sich seit der Kostenschätzung geändert, deshalb wurde kein Job gestartet und es wurden keine Credits ausgegeben. Fordern Sie eine neue Kostenschätzung an.</translation>
    </message>
    <message>
      <location filename="../../core/wording/file_errors.py" />
      <source>The plugin's data folder is not writable{reason}. {money} Reconnect its drive, make it writable or set UP42_JOBS_HOME to another folder, then restart QGIS.</source>
      <translation>Der Datenordner der Erweiterung ist nicht beschreibbar{reason}. {money} Schließen Sie sein Laufwerk wieder an, machen Sie ihn beschreibbar oder setzen Sie UP42_JOBS_HOME auf einen anderen Ordner, und starten Sie QGIS neu.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The polygons are being read.</source>
      <translation>Die Polygone werden gelesen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/orders.py" />
      <source>The price has changed since you confirmed: the maximum cost was {former} and is now {now}. Nothing was ordered and no credits were spent.</source>
      <translation>Der Preis hat sich seit Ihrer Bestätigung geändert: Die Höchstkosten waren {former} und sind jetzt {now}. Es wurde nichts bestellt, und es wurden keine Credits ausgegeben.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The product does not accept this value here.</source>
      <translation>Das Produkt akzeptiert diesen Wert hier nicht.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The product does not offer this relation between scenes and area.</source>
      <translation>Das Produkt bietet diese Beziehung zwischen Szenen und Gebiet nicht an.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The product does not offer “{mode}”. Choose another relation to the area.</source>
      <translation>Das Produkt bietet „{mode}“ nicht an. Wählen Sie eine andere Beziehung zum Gebiet.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The product has no such task. Tasks: {tasks}.</source>
      <translation>Das Produkt hat keine solche Aufgabe. Aufgaben: {tasks}.</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <source>The product is not sold for so small an area:</source>
      <translation>Für so kleine Gebiete wird das Produkt nicht verkauft:</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The product's licence is not accepted yet. Accept it in the console.</source>
      <translation>Die Lizenz des Produkts ist noch nicht akzeptiert. Akzeptieren Sie sie in der Konsole.</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_run.py" />
      <source>The project runs as many jobs as it may. Waiting until one of them has finished.</source>
      <translation>Das Projekt führt so viele Jobs aus, wie es darf. Es wird gewartet, bis einer von ihnen beendet ist.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The project's limit of running jobs is reached. {money} Wait until a job finishes, or cancel one.</source>
      <translation>Das Limit gleichzeitig laufender Jobs des Projekts ist erreicht. {money} Warten Sie, bis ein Job beendet ist, oder brechen Sie einen ab.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The provider has delivered. UP42 is preparing the download, which takes some minutes; the outputs are then loaded automatically.</source>
      <translation>Der Anbieter hat geliefert. UP42 bereitet den Download vor, was einige Minuten dauert; die Ergebnisse werden danach automatisch geladen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The provider has not accepted the order yet; UP42 is working on it. It may still succeed; if not, the credits it holds are released. Wait, or cancel the job.</source>
      <translation>Der Anbieter hat die Bestellung noch nicht angenommen; UP42 arbeitet daran. Sie kann noch gelingen; wenn nicht, werden die für sie reservierten Credits freigegeben. Warten Sie, oder brechen Sie den Job ab.</translation>
    </message>
    <message>
      <location filename="../../core/wording/tasking.py" />
      <source>The provider is checking whether the acquisition is feasible.</source>
      <translation>Der Anbieter prüft, ob die Aufnahme machbar ist.</translation>
    </message>
    <message>
      <location filename="../../core/wording/tasking.py" />
      <source>The provider is preparing a quotation.</source>
      <translation>Der Anbieter bereitet ein Angebot vor.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>The provider is working on it</source>
      <translation>Der Anbieter arbeitet daran</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>The proxy server did not let the request through. {money} Check the proxy in the QGIS options, page Network.</source>
      <translation>Der Proxyserver hat die Anfrage nicht durchgelassen. {money} Prüfen Sie den Proxy in den QGIS-Optionen, Seite Netzwerk.</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>The proxy server that is set in QGIS has no valid host name and port, so nothing was sent. {money} Enter a bare host name, without http://, in the QGIS options, page Network.</source>
      <translation>Der in QGIS eingestellte Proxyserver hat keinen gültigen Hostnamen und Port, deshalb wurde nichts gesendet. {money} Geben Sie in den QGIS-Optionen, Seite Netzwerk, einen Hostnamen ohne http:// ein.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>The quicklook has not arrived yet.</source>
      <translation>Der Quicklook ist noch nicht angekommen.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>The quicklook's position on the map is uncertain: do not measure on it.</source>
      <translation>Die Lage des Quicklooks auf der Karte ist unsicher: Messen Sie nicht darauf.</translation>
    </message>
    <message>
      <location filename="../../core/wording/tasking.py" />
      <source>The quotation is ready. Accept or reject it in the UP42 console: accepting it spends the credits.</source>
      <translation>Das Angebot ist fertig. Nehmen Sie es in der UP42-Konsole an oder lehnen Sie es ab: Mit der Annahme werden die Credits ausgegeben.</translation>
    </message>
    <message>
      <location filename="../../core/wording/tasking.py" />
      <source>The quotation was accepted.</source>
      <translation>Das Angebot wurde angenommen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/tasking.py" />
      <source>The quotation was rejected.</source>
      <translation>Das Angebot wurde abgelehnt.</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <source>The record of this watch on this computer was damaged and its memory was lost: scenes that were already reported may be reported again. From now on each new scene is reported once.</source>
      <translation>Die Aufzeichnungen dieser Beobachtung auf diesem Computer waren beschädigt, und ihr Gedächtnis ging verloren: Szenen, die schon gemeldet waren, können noch einmal gemeldet werden. Ab jetzt wird jede neue Szene einmal gemeldet.</translation>
    </message>
    <message>
      <location filename="../../core/wording/file_errors.py" />
      <source>The record of your jobs on this computer was damaged and has been replaced; a copy is kept. Jobs and credits at UP42 are not affected. Check the Jobs tab, which shows UP42's records, before you order again.</source>
      <translation>Die Aufzeichnungen Ihrer Jobs auf diesem Computer waren beschädigt und wurden ersetzt; eine Kopie ist aufbewahrt. Jobs und Credits bei UP42 sind nicht betroffen. Sehen Sie in „Jobs“ nach, wo die Aufzeichnungen von UP42 stehen, bevor Sie noch einmal bestellen.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/job_notices.py" />
      <source>The record of your jobs on this computer was damaged. %Ln live job(s) missing from it (was|were) found at UP42 and (is|are) in the Jobs tab again; how many credits were held is no longer known.</source>
      <translation>
        <numerusform>Die Aufzeichnungen Ihrer Jobs auf diesem Computer waren beschädigt. %Ln darin fehlender Live-Job wurde bei UP42 gefunden und ist wieder in „Jobs“; wie viele Credits reserviert wurden, ist nicht mehr bekannt.</numerusform>
        <numerusform>Die Aufzeichnungen Ihrer Jobs auf diesem Computer waren beschädigt. %Ln darin fehlende Live-Jobs wurden bei UP42 gefunden und sind wieder in „Jobs“; wie viele Credits reserviert wurden, ist nicht mehr bekannt.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The request has no such member. Members: {members}.</source>
      <translation>Die Anfrage hat kein solches Element. Elemente: {members}.</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>The response to the order was lost: whether the job “{name}” exists is not known yet. Do not run it again; run “List jobs” to find out.</source>
      <translation>Die Antwort auf die Bestellung ging verloren: Ob der Job „{name}“ existiert, ist noch nicht bekannt. Führen Sie ihn nicht noch einmal aus; „Jobs auflisten“ findet es heraus.</translation>
    </message>
    <message>
      <location filename="../../core/processing/order_rows.py" />
      <source>The row has no area.</source>
      <translation>Die Zeile hat kein Gebiet.</translation>
    </message>
    <message>
      <location filename="../../core/processing/order_rows.py" />
      <source>The row names no scene.</source>
      <translation>Die Zeile nennt keine Szene.</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_run.py" />
      <source>The rows may cost up to {most} credits together, of which {hold} credits would be held: more than the {budget} allowed. Nothing was ordered, no credits were spent.</source>
      <translation>Die Zeilen können zusammen bis zu {most} Credits kosten, wovon {hold} Credits reserviert würden: mehr als die erlaubten {budget}. Es wurde nichts bestellt, es wurden keine Credits ausgegeben.</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_run.py" />
      <source>The rows that are left may cost up to {most} credits, with {earlier} credits of this purchase that are held or spent already: more than the {budget} allowed. Nothing more was ordered.</source>
      <translation>Die übrigen Zeilen können bis zu {most} Credits kosten, zusammen mit {earlier} Credits dieses Kaufs, die schon reserviert oder ausgegeben sind: mehr als die erlaubten {budget}. Es wurde nichts weiter bestellt.</translation>
    </message>
    <message>
      <location filename="../../core/wording/orders.py" />
      <source>The same job is on its way already, or may be: {jobs}. Nothing is ordered twice; see the Jobs tab.</source>
      <translation>Derselbe Job ist schon unterwegs oder könnte es sein: {jobs}. Nichts wird doppelt bestellt; siehe „Jobs“.</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>The same was ordered before, with the job “{name}”, which was refused or not found. It was searched for again just now and does not exist.</source>
      <translation>Dasselbe wurde schon einmal bestellt, mit dem Job „{name}“, der abgelehnt oder nicht gefunden wurde. Er wurde eben noch einmal gesucht und existiert nicht.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>The scene in UP42's answer could not be read, and nothing was charged. Try again. If the problem persists, check for a plugin update.</source>
      <translation>Die Szene in der Antwort von UP42 konnte nicht gelesen werden, und es wurde nichts abgebucht. Versuchen Sie es noch einmal. Bleibt das Problem, prüfen Sie, ob es eine neue Fassung der Erweiterung gibt.</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>The server's identity could not be verified (TLS certificate). Nothing was sent. {money} Check this computer's date, or the trusted authorities in the QGIS options, page Authentication.</source>
      <translation>Die Identität des Servers konnte nicht bestätigt werden (TLS-Zertifikat). Es wurde nichts gesendet. {money} Prüfen Sie das Datum dieses Computers oder die vertrauten Zertifizierungsstellen in den QGIS-Optionen, Seite Authentifizierung.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The service does not offer this, or not in the current state of the job. {money} The UP42 console may offer more.</source>
      <translation>Der Dienst bietet das nicht an, oder nicht im jetzigen Zustand des Jobs. {money} Die UP42-Konsole bietet vielleicht mehr.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>The service keeps no logs</source>
      <translation>Der Dienst führt keine Protokolle</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_run.py" />
      <source>The service refused it.</source>
      <translation>Der Dienst hat sie abgelehnt.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>The service refused them with these parameters.</source>
      <translation>Der Dienst hat sie mit diesen Parametern abgelehnt.</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>The session has expired and could not be renewed, so the request was not carried out. {money} Sign in again with the refresh button.</source>
      <translation>Die Sitzung ist abgelaufen und konnte nicht erneuert werden, deshalb wurde die Anfrage nicht ausgeführt. {money} Melden Sie sich mit der Schaltfläche zum Aktualisieren wieder an.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>The test query failed</source>
      <translation>Die Testabfrage ist fehlgeschlagen</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>The test query is done</source>
      <translation>Die Testabfrage ist fertig</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>The test query is running…</source>
      <translation>Die Testabfrage läuft…</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>The test query was cancelled</source>
      <translation>Die Testabfrage wurde abgebrochen</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>The text is neither WKT nor GeoJSON with polygons. Copy the area again.</source>
      <translation>Der Text ist weder WKT noch GeoJSON mit Polygonen. Kopieren Sie das Gebiet noch einmal.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>Their licence (EULA) is not accepted yet.</source>
      <translation>Ihre Lizenz (EULA) ist noch nicht akzeptiert.</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <source>There are more scenes than LIMIT: {products}.</source>
      <translation>Es gibt mehr Szenen als LIMIT: {products}.</translation>
    </message>
    <message>
      <location filename="../../core/processing/order_rows.py" />
      <source>There are no rows, so there is nothing to order.</source>
      <translation>Es gibt keine Zeilen, also ist nichts zu bestellen.</translation>
    </message>
    <message>
      <location filename="../../core/processing/algorithm.py" />
      <source>There is no connection “{name}”. Available connections: {names}.</source>
      <translation>Es gibt keine Verbindung „{name}“. Vorhandene Verbindungen: {names}.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/ledger.py" />
      <source>There is no finished job to compare with UP42's history.</source>
      <translation>Es gibt keinen beendeten Job, der sich mit dem Verlauf von UP42 vergleichen ließe.</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_parameters.py" />
      <location filename="../../core/processing/areas_parameters.py" />
      <location filename="../../core/processing/order_rows.py" />
      <source>There is no layer or file “{name}”.</source>
      <translation>Es gibt keinen Layer und keine Datei „{name}“.</translation>
    </message>
    <message>
      <location filename="../../core/processing/job_parameters.py" />
      <source>There is no product “{name}”. Available products: {list}.</source>
      <translation>Es gibt kein Produkt „{name}“. Vorhandene Produkte: {list}.</translation>
    </message>
    <message>
      <location filename="../../core/processing/order_rows.py" />
      <source>These are no rows of “Test query over areas” or “Watch areas”; the fields {names} are missing.</source>
      <translation>Das sind keine Zeilen von „Testabfrage über Gebiete“ oder „Gebiete beobachten“; die Felder {names} fehlen.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>These are the newest {found} of {matching} that match.</source>
      <translation>Das sind die neuesten {found} von {matching} passenden.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>These are the newest {found}; more match.</source>
      <translation>Das sind die neuesten {found}; es passen noch mehr.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <source>These scenes were found with another connection. Run the test query again.</source>
      <translation>Diese Szenen wurden mit einer anderen Verbindung gefunden. Führen Sie die Testabfrage noch einmal aus.</translation>
    </message>
    <message>
      <location filename="../../core/wording/file_errors.py" />
      <source>These two scenes cannot be compared: their quicklooks share too little ground without clouds. {money} Choose two that overlap and are clear there.</source>
      <translation>Diese beiden Szenen können nicht verglichen werden: Ihre Quicklooks haben zu wenig wolkenfreien Boden gemeinsam. {money} Wählen Sie zwei, die sich überlappen und dort klar sind.</translation>
    </message>
    <message>
      <location filename="../../core/wording/file_errors.py" />
      <source>This QGIS cannot read the format of some files: it was built without the driver that the details name. The files are in their folder, and no further credits were spent. Use a QGIS from qgis.org, which has the driver.</source>
      <translation>Dieses QGIS kann das Format einiger Dateien nicht lesen: Es wurde ohne den Treiber gebaut, den die Details nennen. Die Dateien sind in ihrem Ordner, und es wurden keine weiteren Credits ausgegeben. Verwenden Sie ein QGIS von qgis.org, das den Treiber hat.</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>This account cannot see its credits</source>
      <translation>Dieses Konto kann seine Credits nicht sehen</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>This account charges every order to a budget. No job was started and no credits were spent. Choose the budget, in a script as budgetId of the order, and confirm again.</source>
      <translation>Dieses Konto rechnet jede Bestellung über ein Budget ab. Es wurde kein Job gestartet, und es wurden keine Credits ausgegeben. Wählen Sie das Budget, in einem Skript als budgetId der Bestellung, und bestätigen Sie noch einmal.</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>This account does not have permission to do that. {money} Ask the account owner for it.</source>
      <translation>Dieses Konto hat dafür keine Berechtigung. {money} Bitten Sie den Kontoinhaber darum.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>This account has no access to the product yet. Ask for access in the console.</source>
      <translation>Dieses Konto hat noch keinen Zugang zum Produkt. Beantragen Sie ihn in der Konsole.</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>This account has no access to the product yet. {money} Ask for access in the UP42 console, then refresh.</source>
      <translation>Dieses Konto hat noch keinen Zugang zum Produkt. {money} Beantragen Sie den Zugang in der UP42-Konsole und aktualisieren Sie dann.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>This account may not order them.</source>
      <translation>Dieses Konto darf sie nicht bestellen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>This account signs in through its company's page (single sign-on), which a program cannot do. {money} Use an account with its own password; the account owner can invite one.</source>
      <translation>Dieses Konto meldet sich über die Seite seiner Firma an (Single Sign-on), was ein Programm nicht kann. {money} Verwenden Sie ein Konto mit eigenem Passwort; der Kontoinhaber kann eines einladen.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_texts.py" />
      <source>This file has no usable polygon. Choose another one.</source>
      <translation>Diese Datei hat kein brauchbares Polygon. Wählen Sie eine andere.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>This is a live job: use Run Again</source>
      <translation>Das ist ein Live-Job: Verwenden Sie „Erneut ausführen“</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>This is determined by the chosen scenes and the area: remove it.</source>
      <translation>Das ergibt sich aus den gewählten Szenen und dem Gebiet: Entfernen Sie es.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>This is not the chosen product, which is “{product}” here.</source>
      <translation>Das ist nicht das gewählte Produkt; es heißt hier „{product}“.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>This is not valid JSON: see line {line}, column {column}.</source>
      <translation>Das ist kein gültiges JSON: siehe Zeile {line}, Spalte {column}.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>This item no longer exists, or belongs to another account. {money} Refresh and choose again.</source>
      <translation>Dieser Eintrag existiert nicht mehr oder gehört zu einem anderen Konto. {money} Aktualisieren Sie und wählen Sie noch einmal.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>This job can no longer be cancelled</source>
      <translation>Dieser Job kann nicht mehr abgebrochen werden</translation>
    </message>
    <message>
      <location filename="../../core/wording/orders.py" />
      <source>This job may cost more credits than your limit allows. No job was started and no credits were spent. Order less, or raise the limit in the settings.</source>
      <translation>Dieser Job kann mehr Credits kosten, als Ihr Limit erlaubt. Es wurde kein Job gestartet, und es wurden keine Credits ausgegeben. Bestellen Sie weniger, oder erhöhen Sie das Limit in den Einstellungen.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_texts.py" />
      <source>This layer has no usable polygon. Choose another one.</source>
      <translation>Dieser Layer hat kein brauchbares Polygon. Wählen Sie einen anderen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/orders.py" />
      <source>This order may cost up to {wanted}, and your limit is {cap}. No job was started and no credits were spent. Order less, or raise the limit in the settings.</source>
      <translation>Diese Bestellung kann bis zu {wanted} kosten, und Ihr Limit beträgt {cap}. Es wurde kein Job gestartet, und es wurden keine Credits ausgegeben. Bestellen Sie weniger, oder erhöhen Sie das Limit in den Einstellungen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/orders.py" />
      <source>This order may cost up to {wanted}. Your limit is {cap}. Used or held already: {spent}; left: {left}. No job was started and no credits were spent. Order less, or raise the limit in the settings.</source>
      <translation>Diese Bestellung kann bis zu {wanted} kosten. Ihr Limit beträgt {cap}. Schon verbraucht oder reserviert: {spent}; übrig: {left}. Es wurde kein Job gestartet, und es wurden keine Credits ausgegeben. Bestellen Sie weniger, oder erhöhen Sie das Limit in den Einstellungen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>This parameter</source>
      <translation>Dieser Parameter</translation>
    </message>
    <message>
      <location filename="../../ui/around/map_menu.py" />
      <source>This place of the map has no longitude and latitude.</source>
      <translation>Diese Stelle der Karte hat keine Länge und Breite.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>This product has no test query. Estimate a live job instead: that is free.</source>
      <translation>Dieses Produkt hat keine Testabfrage. Schätzen Sie stattdessen einen Live-Job: Das ist kostenlos.</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_cells.py" />
      <location filename="../../ui/wording/scenes.py" />
      <source>This scene has no usable quicklook.</source>
      <translation>Diese Szene hat keinen brauchbaren Quicklook.</translation>
    </message>
    <message>
      <location filename="../../core/wording/orders.py" />
      <source>This scene is already ordered for this area, in {jobs}: on the way or not confirmed yet. Nothing is ordered twice.</source>
      <translation>Diese Szene ist für dieses Gebiet schon bestellt, in {jobs}: unterwegs oder noch nicht bestätigt. Nichts wird doppelt bestellt.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>This scene was not ordered, because the answer for an earlier scene was lost. No credits are held for it. Order it again once the Jobs tab shows the state of the earlier one.</source>
      <translation>Diese Szene wurde nicht bestellt, weil die Antwort für eine frühere Szene verloren ging. Für sie sind keine Credits reserviert. Bestellen Sie sie noch einmal, sobald „Jobs“ den Zustand der früheren zeigt.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>This task of the product is missing.</source>
      <translation>Diese Aufgabe des Produkts fehlt.</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_texts.py" />
      <source>This text has no usable polygon. Copy the area again.</source>
      <translation>Dieser Text hat kein brauchbares Polygon. Kopieren Sie das Gebiet noch einmal.</translation>
    </message>
    <message>
      <location filename="../../core/wording/orders.py" />
      <source>This was ordered within the last day and refused or not found: {jobs}. Another search just now did not find it either. If it appears after all, both are charged: check the console if in doubt.</source>
      <translation>Das wurde innerhalb des letzten Tages bestellt und abgelehnt oder nicht gefunden: {jobs}. Auch eine weitere Suche eben fand es nicht. Taucht es doch noch auf, wird beides abgebucht: Sehen Sie im Zweifel in der Konsole nach.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/products.py" />
      <source>Tick the products to compare for the area and dates of the form.</source>
      <translation>Haken Sie die Produkte an, die für Gebiet und Zeitraum des Formulars verglichen werden sollen.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Time</source>
      <translation>Zeit</translation>
    </message>
    <message>
      <location filename="../../ui/wording/timeline.py" />
      <source>Timeline, {scenes}</source>
      <translation>Zeitleiste, {scenes}</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>Touch the Area</source>
      <translation>Gebiet berühren</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>Touch the Box</source>
      <translation>Rechteck berühren</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <location filename="../../ui/notices.py" />
      <location filename="../../ui/purchase_notices.py" />
      <source>Try Again</source>
      <translation>Noch einmal</translation>
    </message>
    <message>
      <location filename="../../ui/notices.py" />
      <source>Try everything free of charge in the Sandbox, or sign in to your account.</source>
      <translation>Probieren Sie alles kostenlos in der Sandbox aus, oder melden Sie sich bei Ihrem Konto an.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>Two times are expected here, for example 2026-05-01T00:00:00Z/2026-11-22T23:59:59Z.</source>
      <translation>Hier werden zwei Zeitpunkte erwartet, zum Beispiel 2026-05-01T00:00:00Z/2026-11-22T23:59:59Z.</translation>
    </message>
    <message>
      <location filename="../../ui/outcomes.py" />
      <source>UP42 Jobs: {title}</source>
      <translation>UP42 Jobs: {title}</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>UP42 cannot be reached. {money} {jobs} Check the network connection and try again.</source>
      <translation>UP42 ist nicht erreichbar. {money} {jobs} Prüfen Sie die Netzwerkverbindung und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>UP42 did not answer in time. {money} {jobs} Try again in a moment.</source>
      <translation>UP42 hat nicht rechtzeitig geantwortet. {money} {jobs} Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>UP42 does not accept these credentials: e-mail and password, or project ID and key, are wrong. {money} Correct them in the settings.</source>
      <translation>UP42 akzeptiert diese Zugangsdaten nicht: E-Mail und Passwort oder Projekt-ID und Schlüssel sind falsch. {money} Berichtigen Sie sie in den Einstellungen.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>UP42 does not accept these parameters. {money} Read the details, change the parameters and try again.</source>
      <translation>UP42 akzeptiert diese Parameter nicht. {money} Lesen Sie die Details, ändern Sie die Parameter und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>UP42 does not accept this e-mail and password. No credits were spent. Check both and the region; an account that signs in through its company's page needs its own password, set in the console.</source>
      <translation>UP42 akzeptiert diese E-Mail und dieses Passwort nicht. Es wurden keine Credits ausgegeben. Prüfen Sie beides und die Region; ein Konto, das sich über die Seite seiner Firma anmeldet, braucht ein eigenes Passwort, das in der Konsole gesetzt wird.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>UP42 does not accept this project ID and project key. No credits were spent. Copy both again from the project's developer page.</source>
      <translation>UP42 akzeptiert diese Projekt-ID und diesen Projektschlüssel nicht. Es wurden keine Credits ausgegeben. Kopieren Sie beide noch einmal von der Entwicklerseite des Projekts.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>UP42 is having a problem right now. {money} Jobs already running are not affected. Try again later.</source>
      <translation>UP42 hat gerade ein Problem. {money} Jobs, die schon laufen, sind nicht betroffen. Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>UP42 no longer lists this job: several searches did not find it. Whether it cost anything is not known here; see the account's credits in the console.</source>
      <translation>UP42 führt diesen Job nicht mehr auf: Mehrere Suchen haben ihn nicht gefunden. Ob er etwas gekostet hat, ist hier nicht bekannt; siehe die Credits des Kontos in der Konsole.</translation>
    </message>
    <message>
      <location filename="../../ui/around/locator.py" />
      <source>UP42 products, jobs and scenes</source>
      <translation>UP42-Produkte, -Jobs und -Szenen</translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/wording/errors.py" />
      <source>UP42 received too many requests in a short time. {money} Try again in %Ln second(s).</source>
      <translation>
        <numerusform>UP42 hat in kurzer Zeit zu viele Anfragen erhalten. {money} Versuchen Sie es in %Ln Sekunde noch einmal.</numerusform>
        <numerusform>UP42 hat in kurzer Zeit zu viele Anfragen erhalten. {money} Versuchen Sie es in %Ln Sekunden noch einmal.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>UP42 received too many requests in a short time. {money} Try again in a minute.</source>
      <translation>UP42 hat in kurzer Zeit zu viele Anfragen erhalten. {money} Versuchen Sie es in einer Minute noch einmal.</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>UP42 refused the sign-in and answered: “{words}”. {money} Sign in to the UP42 console in a browser to see what the account still needs, then try again.</source>
      <translation>UP42 hat die Anmeldung abgelehnt und geantwortet: „{words}“. {money} Melden Sie sich im Browser bei der UP42-Konsole an, um zu sehen, was das Konto noch braucht, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
      <location filename="../../core/wording/connection_errors.py" />
      <source>UP42 refused the sign-in and gave no reason. {money} Sign in to the UP42 console in a browser to see what the account still needs, then try again.</source>
      <translation>UP42 hat die Anmeldung abgelehnt und keinen Grund genannt. {money} Melden Sie sich im Browser bei der UP42-Konsole an, um zu sehen, was das Konto noch braucht, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>UP42 returned an impossible price, so no job was started and no credits were spent. The details show the number. Try again later, or contact UP42 support.</source>
      <translation>UP42 hat einen unmöglichen Preis geliefert, deshalb wurde kein Job gestartet und es wurden keine Credits ausgegeben. Die Details zeigen die Zahl. Versuchen Sie es später noch einmal, oder wenden Sie sich an den UP42-Support.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>UP42 sent an answer that cannot be read. {money} Try again. If the problem persists, check for a plugin update.</source>
      <translation>UP42 hat eine Antwort gesendet, die nicht gelesen werden kann. {money} Versuchen Sie es noch einmal. Bleibt das Problem, sehen Sie nach einer neuen Version der Erweiterung.</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <source>UP42 support can find the reason.</source>
      <translation>Der UP42-Support kann den Grund finden.</translation>
    </message>
    <message>
      <location filename="../../core/wording/errors.py" />
      <source>UP42's answer is larger than this plugin can read; see the details for the limit. {money} Choose a smaller area, a shorter period or fewer scenes, and try again.</source>
      <translation>Die Antwort von UP42 ist größer, als diese Erweiterung lesen kann; das Limit steht in den Details. {money} Wählen Sie ein kleineres Gebiet, einen kürzeren Zeitraum oder weniger Szenen, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/spoken.py" />
      <location filename="../../ui/scenes/row_forms.py" />
      <source>Unknown date</source>
      <translation>Datum unbekannt</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_columns.py" />
      <location filename="../../core/app/scenes/figures.py" />
      <location filename="../../core/app/scenes/product_list.py" />
      <source>Usable</source>
      <translation>Nutzbar</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/figures.py" />
      <source>Usable Area</source>
      <translation>Nutzbare Fläche</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/figures.py" />
      <source>Usable price</source>
      <translation>Preis nutzbar</translation>
    </message>
    <message>
      <location filename="../../ui/around/browser.py" />
      <source>Use This Connection</source>
      <translation>Diese Verbindung verwenden</translation>
    </message>
    <message>
      <location filename="../../ui/around/layer_menu.py" />
      <source>Use as UP42 Area</source>
      <translation>Als UP42-Gebiet verwenden</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <location filename="../../ui/wording/ledger.py" />
      <source>Used</source>
      <translation>Verbraucht</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/change_layer.py" />
      <location filename="../../ui/parts/document_tree.py" />
      <source>Value</source>
      <translation>Wert</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Verify</source>
      <translation>Überprüfen</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>Wait for the job and fetch its outputs</source>
      <translation>Auf den Job warten und seine Ergebnisse holen</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjobareas.py" />
      <source>Wait for the jobs and fetch their outputs</source>
      <translation>Auf die Jobs warten und ihre Ergebnisse holen</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Waiting</source>
      <translation>Wartet</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Waiting for the network</source>
      <translation>Wartet auf das Netzwerk</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>Waiting for your confirmation</source>
      <translation>Wartet auf Ihre Bestätigung</translation>
    </message>
    <message>
      <location filename="../../core/wording/tasking.py" />
      <source>Waiting for your decision</source>
      <translation>Wartet auf Ihre Entscheidung</translation>
    </message>
    <message>
      <location filename="../../core/processing/watch.py" />
      <source>Watch areas</source>
      <translation>Gebiete beobachten</translation>
    </message>
    <message>
      <location filename="../../ui/notices.py" />
      <source>Watch “{name}”</source>
      <translation>Beobachtung „{name}“</translation>
    </message>
    <message>
      <location filename="../../ui/around/start_watches.py" />
      <source>Watches are due: {count}. Looking for new scenes needs the master password of QGIS.</source>
      <translation>Beobachtungen sind fällig: {count}. Die Suche nach neuen Szenen braucht das Master-Passwort von QGIS.</translation>
    </message>
    <message>
      <location filename="../../ui/notices.py" />
      <source>Welcome</source>
      <translation>Willkommen</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_combos.py" />
      <source>Where the area comes from</source>
      <translation>Woher das Gebiet kommt</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_columns.py" />
      <source>Whether the quicklook is on the map: a click on its eye, or M</source>
      <translation>Ob der Quicklook auf der Karte ist: ein Klick auf sein Auge, oder M</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <source>While UP42 was unreachable: {changes}.</source>
      <translation>Während UP42 nicht erreichbar war: {changes}.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>With the provider</source>
      <translation>Beim Anbieter</translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/processing/testquery.py" />
      <source>Without a readable quicklook: {count} of %Ln scene(s).</source>
      <translation>
        <numerusform>Ohne lesbaren Quicklook: {count} von %Ln Szene.</numerusform>
        <numerusform>Ohne lesbaren Quicklook: {count} von %Ln Szenen.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>Workflows</source>
      <translation>Workflows</translation>
    </message>
    <message>
      <location filename="../../core/processing/jobs.py" />
      <source>Writes a JSON file with every job of this profile's journal and of the service: name, kind, state, credits held and used. A job whose response was lost is first searched for on the service. Spends nothing.</source>
      <translation>Schreibt eine JSON-Datei mit jedem Job aus dem Journal dieses Profils und vom Dienst: Name, Art, Zustand, reservierte und verbrauchte Credits. Ein Job, dessen Antwort verloren ging, wird zuerst beim Dienst gesucht. Gibt nichts aus.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/scenes.py" />
      <source>You already own %Ln scene(s) of this job. Ordering again costs again.</source>
      <translation>
        <numerusform>%Ln Szene dieses Jobs gehört Ihnen schon. Noch einmal bestellen kostet noch einmal.</numerusform>
        <numerusform>%Ln Szenen dieses Jobs gehören Ihnen schon. Noch einmal bestellen kostet noch einmal.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/scenes.py" />
      <source>You already own all %Ln scene(s) of this job. Ordering again costs again.</source>
      <translation>
        <numerusform>Die einzige Szene dieses Jobs (%Ln) gehört Ihnen schon. Noch einmal bestellen kostet noch einmal.</numerusform>
        <numerusform>Alle %Ln Szenen dieses Jobs gehören Ihnen schon. Noch einmal bestellen kostet noch einmal.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>You already own the scene of this job. Ordering again costs again.</source>
      <translation>Sie besitzen die Szene dieses Jobs bereits. Eine erneute Bestellung kostet erneut.</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_cells.py" />
      <location filename="../../ui/wording/scenes.py" />
      <source>You already own this</source>
      <translation>Gehört Ihnen schon</translation>
    </message>
    <message>
      <location filename="../../core/wording/orders.py" />
      <source>You already own this scene over this area, from {jobs}. Nothing is ordered twice.</source>
      <translation>Sie besitzen diese Szene in diesem Gebiet bereits, aus {jobs}. Nichts wird doppelt bestellt.</translation>
    </message>
    <message>
      <location filename="../../core/wording/orders.py" />
      <source>You can order the others.</source>
      <translation>Die anderen können Sie bestellen.</translation>
    </message>
    <message>
      <location filename="../../core/processing/area_run.py" />
      <source>You own it already, from the job “{name}”.</source>
      <translation>Sie gehört Ihnen schon, aus dem Job „{name}“.</translation>
    </message>
    <message>
      <location filename="../../core/processing/runjob.py" />
      <source>You own scene {scene} already, from the job “{name}”. It is left out of this order.</source>
      <translation>Die Szene {scene} gehört Ihnen schon, aus dem Job „{name}“. Sie wird in dieser Bestellung ausgelassen.</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Zoom</source>
      <translation>Zoomen</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <location filename="../../ui/notices.py" />
      <location filename="../../ui/purchase_notices.py" />
      <source>Zoom To</source>
      <translation>Hinzoomen</translation>
    </message>
    <message>
      <location filename="../../core/wording/parameters.py" />
      <source>Zoom level</source>
      <translation>Zoomstufe</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_actions.py" />
      <source>Zooms the map to the outputs</source>
      <translation>Zoomt die Karte auf die Ergebnisse</translation>
    </message>
    <message>
      <location filename="../../core/wording/orders.py" />
      <source>and {count} more</source>
      <translation>und {count} weitere</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_texts.py" />
      <source>as it was saved; “{name}” is not in the project</source>
      <translation>wie gespeichert; „{name}“ ist nicht im Projekt</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/change_layer.py" />
      <source>as usual</source>
      <translation>wie üblich</translation>
    </message>
    <message>
      <location filename="../../ui/wording/order_figures.py" />
      <source>balance unknown</source>
      <translation>Guthaben unbekannt</translation>
    </message>
    <message>
      <location filename="../../ui/wording/order_figures.py" />
      <source>balance {balance}</source>
      <translation>Guthaben {balance}</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>bounding box</source>
      <translation>umgebendes Rechteck</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>charged from {area}</source>
      <translation>abgerechnet ab {area}</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/change_layer.py" />
      <source>clearly different ({number} × usual)</source>
      <translation>deutlich verschieden ({number} × üblich)</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/quicklook_layers.py" />
      <source>cloud {share:.0f} %</source>
      <translation>Bewölkung {share:.0f} %</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>convex hull</source>
      <translation>konvexe Hülle</translation>
    </message>
    <message>
      <location filename="../../ui/wording/order_figures.py" />
      <source>covers {share}</source>
      <translation>deckt {share} ab</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>crossings removed</source>
      <translation>Kreuzungen entfernt</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/change_layer.py" />
      <source>difference, in units of that of unchanged ground</source>
      <translation>Unterschied, als Vielfaches dessen von unverändertem Boden</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>elevation</source>
      <translation>Höhenmodell</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>failed</source>
      <translation>fehlgeschlagen</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <location filename="../../ui/jobs/job_delegate.py" />
      <source>free</source>
      <translation>kostenlos</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>from ~{money}/km²</source>
      <translation>ab ~{money}/km²</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>holes filled</source>
      <translation>Löcher gefüllt</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/spoken.py" />
      <source>in the order</source>
      <translation>in der Bestellung</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>it expands far more than images do</source>
      <translation>es wird beim Entpacken weit größer, als Bilder es werden</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>it has more files than the settings allow</source>
      <translation>es hat mehr Dateien, als die Einstellungen erlauben</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>it has no name</source>
      <translation>der Name fehlt</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>it has the same name as another file</source>
      <translation>eine andere Datei hat denselben Namen</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>it is a link or a device, not a file</source>
      <translation>es ist ein Link oder ein Gerät, keine Datei</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>it is hidden, and programs may read it as their settings</source>
      <translation>die Datei ist versteckt, und Programme könnten sie als ihre Einstellungen lesen</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>it would be written outside the folder</source>
      <translation>es würde außerhalb des Ordners geschrieben</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>its compression method is not supported (only stored and deflate are)</source>
      <translation>sein Kompressionsverfahren wird nicht unterstützt (nur Stored und Deflate)</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>its directory is larger than the limit of 16 MB</source>
      <translation>sein Verzeichnis ist größer als das Limit von 16 MB</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>its files are larger than the settings allow</source>
      <translation>seine Dateien sind größer, als die Einstellungen erlauben</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_delegate.py" />
      <source>its jobs are hidden</source>
      <translation>Jobs verborgen</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_delegate.py" />
      <source>its jobs are shown</source>
      <translation>Jobs gezeigt</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>its name ends in a dot or a space</source>
      <translation>der Name endet mit einem Punkt oder Leerzeichen</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>its name has a backslash, a folder separator on some systems</source>
      <translation>der Name hat einen Backslash, auf manchen Systemen ein Trennzeichen für Ordner</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>its name has angle brackets, which could be read as markup</source>
      <translation>der Name hat spitze Klammern, die als Auszeichnung gelesen werden könnten</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>its name has characters that this system does not allow</source>
      <translation>der Name hat Zeichen, die dieses System nicht erlaubt</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>its name has invisible characters</source>
      <translation>der Name hat unsichtbare Zeichen</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>its name is an absolute path</source>
      <translation>der Name ist ein absoluter Pfad</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>its name is reserved for a device on some systems</source>
      <translation>der Name ist auf manchen Systemen für ein Gerät vorbehalten</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>its name is too long</source>
      <translation>der Name ist zu lang</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>its name starts with a drive letter</source>
      <translation>der Name beginnt mit einem Laufwerksbuchstaben</translation>
    </message>
    <message>
      <location filename="../../ui/wording/ledger.py" />
      <source>jobs of unknown cost: {count}</source>
      <translation>Jobs mit unbekannten Kosten: {count}</translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <source>last searched {day}</source>
      <translation>zuletzt gesucht {day}</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>max {area}</source>
      <translation>max. {area}</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>min {area}</source>
      <translation>min. {area}</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/spoken.py" />
      <source>no quicklook</source>
      <translation>kein Quicklook</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_delegate.py" />
      <source>none</source>
      <translation>kein</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>not available through the API</source>
      <translation>nicht über die API erhältlich</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>not checked</source>
      <translation>nicht geprüft</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/spoken.py" />
      <source>not in the order</source>
      <translation>nicht in der Bestellung</translation>
    </message>
    <message>
      <location filename="../../core/wording/checks.py" />
      <source>not offered</source>
      <translation>nicht angeboten</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/spoken.py" />
      <source>not on the map</source>
      <translation>nicht auf der Karte</translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <source>not searched yet</source>
      <translation>noch nicht gesucht</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/spoken.py" />
      <source>on the map</source>
      <translation>auf der Karte</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>optical</source>
      <translation>optisch</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/spoken.py" />
      <source>price unknown</source>
      <translation>Preis unbekannt</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/spoken.py" />
      <source>quicklook not there yet</source>
      <translation>Quicklook noch nicht da</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/spoken.py" />
      <source>quicklook position uncertain</source>
      <translation>Lage des Quicklooks unsicher</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>radar</source>
      <translation>Radar</translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <source>searching</source>
      <translation>wird gesucht</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>simplified</source>
      <translation>vereinfacht</translation>
    </message>
    <message>
      <location filename="../../core/wording/refusals.py" />
      <source>the header of a file in it is far too long</source>
      <translation>der Kopf einer Datei darin ist viel zu lang</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <source>this area of {area} is charged as {minimum}.</source>
      <translation>Dieses Gebiet von {area} wird als {minimum} abgerechnet.</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>unknown credits</source>
      <translation>unbekannte Credits</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/spoken.py" />
      <source>you already own this</source>
      <translation>gehört Ihnen schon</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_texts.py" />
      <source>{area} · follows the map</source>
      <translation>{area} · folgt der Karte</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_texts.py" />
      <source>{area} · kept</source>
      <translation>{area} · behalten</translation>
    </message>
    <message>
      <location filename="../../ui/configure/area_texts.py" />
      <source>{area} · kept for the scenes found</source>
      <translation>{area} · für die gefundenen Szenen behalten</translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <source>{area}: you own {scene} already</source>
      <translation>{area}: {scene} gehört Ihnen schon</translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <source>{area}: {scene} is on its way already</source>
      <translation>{area}: {scene} ist schon unterwegs</translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <source>{area}: {scene} was refused. {reason}</source>
      <translation>{area}: {scene} wurde abgelehnt. {reason}</translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <source>{area}: {sentence}</source>
      <translation>{area}: {sentence}</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{available} · {held} held</source>
      <translation>{available} · {held} reserviert</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{available} · {held} held by own jobs</source>
      <translation>{available} · {held} von eigenen Jobs reserviert</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{collection} · {product}</source>
      <translation>{collection} · {product}</translation>
    </message>
    <message>
      <location filename="../../ui/wording/order_figures.py" />
      <source>{credits} (≈ {money})</source>
      <translation>{credits} (≈ {money})</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_delegate.py" />
      <source>{credits} held</source>
      <translation>{credits} reserviert</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_delegate.py" />
      <source>{credits} if it started</source>
      <translation>{credits}, falls gestartet</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{credits} left · {name}</source>
      <translation>noch {credits} · {name}</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_delegate.py" />
      <source>{credits} used</source>
      <translation>{credits} verbraucht</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{days} d {hours} h</source>
      <translation>{days} d {hours} h</translation>
    </message>
    <message>
      <location filename="../../ui/wording/timeline.py" />
      <source>{day} {month}</source>
      <translation>{day}. {month}</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>{delivered} of {wanted} scenes · {state}</source>
      <translation>{delivered} von {wanted} Szenen · {state}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/areas.py" />
      <source>{done} of %Ln area(s) · {scenes}</source>
      <translation>
        <numerusform>{done} von %Ln Gebiet · {scenes}</numerusform>
        <numerusform>{done} von %Ln Gebieten · {scenes}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{done} of {total}</source>
      <translation>{done} von {total}</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>{done} of {total} finished</source>
      <translation>{done} von {total} beendet</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{duration} left</source>
      <translation>noch {duration}</translation>
    </message>
    <message>
      <location filename="../../ui/wording/outputs.py" />
      <source>{file} has other content</source>
      <translation>{file} hat anderen Inhalt</translation>
    </message>
    <message>
      <location filename="../../ui/wording/outputs.py" />
      <source>{file} is longer (overviews may have been added)</source>
      <translation>{file} ist länger (vielleicht wurden Übersichten hinzugefügt)</translation>
    </message>
    <message>
      <location filename="../../ui/wording/outputs.py" />
      <source>{file} is missing</source>
      <translation>{file} fehlt</translation>
    </message>
    <message>
      <location filename="../../ui/wording/outputs.py" />
      <source>{file} is shorter</source>
      <translation>{file} ist kürzer</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{held} held by jobs of this computer</source>
      <translation>{held} von Jobs dieses Computers reserviert</translation>
    </message>
    <message>
      <location filename="../../ui/wording/ledger.py" />
      <source>{held} held · {used} this month</source>
      <translation>{held} reserviert · {used} in diesem Monat</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{hours} h ago</source>
      <translation>vor {hours} h</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{hours} h {minutes} min</source>
      <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
      <location filename="../../ui/jobs/job_delegate.py" />
      <source>{kind} · {state}</source>
      <translation>{kind} · {state}</translation>
    </message>
    <message>
      <location filename="../../ui/around/locator.py" />
      <source>{kind}, {state}</source>
      <translation>{kind}, {state}</translation>
    </message>
    <message>
      <location filename="../../ui/wording/order_figures.py" />
      <source>{left} left</source>
      <translation>noch {left}</translation>
    </message>
    <message>
      <location filename="../../ui/wording/order_figures.py" />
      <source>{left} of {balance} left</source>
      <translation>{left} von {balance} übrig</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{minimum} – {maximum}</source>
      <translation>{minimum} – {maximum}</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{minutes} min ago</source>
      <translation>vor {minutes} min</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{minutes} min {seconds} s</source>
      <translation>{minutes} min {seconds} s</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/spoken.py" />
      <location filename="../../ui/scenes/row_forms.py" />
      <location filename="../../ui/scenes/scene_facts.py" />
      <location filename="../../ui/wording/timeline.py" />
      <source>{moment} UTC</source>
      <translation>{moment} UTC</translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/wording/errors.py" />
      <source>{names} and %Ln more</source>
      <translation>
        <numerusform>{names} und %Ln weitere</numerusform>
        <numerusform>{names} und %Ln weitere</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/wording/outputs.py" />
      <source>{name} (a colleague's)</source>
      <translation>{name} (aus dem Team)</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>{name} · {area}</source>
      <translation>{name} · {area}</translation>
    </message>
    <message>
      <location filename="../../ui/around/browser.py" />
      <source>{name}, {date}</source>
      <translation>{name}, {date}</translation>
    </message>
    <message>
      <location filename="../../ui/around/browser.py" />
      <source>{name}, {time}</source>
      <translation>{name}, {time}</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <location filename="../../core/wording/figures.py" />
      <location filename="../../ui/wording/scenes.py" />
      <source>{number} %</source>
      <translation>{number} %</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <source>{number} % (scene)</source>
      <translation>{number} % (Szene)</translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/wording/figures.py" />
      <source>{number} credit(s)</source>
      <translation>
        <numerusform>{number} Credit</numerusform>
        <numerusform>{number} Credits</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{number} km²</source>
      <translation>{number} km²</translation>
    </message>
    <message>
      <location filename="../../core/gis/outputs/layer_building.py" />
      <location filename="../../core/wording/figures.py" />
      <source>{number} m</source>
      <translation>{number} m</translation>
    </message>
    <message>
      <location filename="../../ui/wording/timeline.py" />
      <source>{number} of {count}</source>
      <translation>{number} von {count}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../core/processing/areas_parameters.py" />
      <source>{number} of {total}, {area}: %Ln scene(s). {problem}</source>
      <translation>
        <numerusform>{number} von {total}, {area}: %Ln Szene. {problem}</numerusform>
        <numerusform>{number} von {total}, {area}: %Ln Szenen. {problem}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/wording/order_figures.py" />
      <source>{number} selected</source>
      <translation>{number} gewählt</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>{number} ± {error} %</source>
      <translation>{number} ± {error} %</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/change_layer.py" />
      <source>{number} × usual</source>
      <translation>{number} × üblich</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/change_layer.py" />
      <source>{number} × usual or more</source>
      <translation>{number} × üblich oder mehr</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/figures.py" />
      <source>{number}/km²</source>
      <translation>{number}/km²</translation>
    </message>
    <message>
      <location filename="../../core/processing/algorithm.py" />
      <source>{parameter}: {sentence}</source>
      <translation>{parameter}: {sentence}</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_facts.py" />
      <source>{price} usable</source>
      <translation>{price} nutzbar</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/areas.py" />
      <source>{products} and %Ln more</source>
      <translation>
        <numerusform>{products} und %Ln weiteres</numerusform>
        <numerusform>{products} und %Ln weitere</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <source>{product} needs a choice before an order: choose it in the form and run the test query again.</source>
      <translation>{product} braucht vor einer Bestellung eine Auswahl: Wählen Sie es im Formular und führen Sie die Testabfrage noch einmal aus.</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <source>{product} was not searched: {sentence}</source>
      <translation>{product} wurde nicht abgefragt: {sentence}</translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <location filename="../../ui/wording/products.py" />
      <source>{product}: prices are for {parameter} “{choice}”.</source>
      <translation>{product}: Die Preise gelten für {parameter} „{choice}“.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <source>{product}: {count}</source>
      <translation>{product}: {count}</translation>
    </message>
    <message>
      <location filename="../../core/wording/areas.py" />
      <source>{product}: {sentence}</source>
      <translation>{product}: {sentence}</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>{refused} of {total} parts cannot be ordered: see the reasons in the list above. Nothing is held.</source>
      <translation>{refused} von {total} Teilen können nicht bestellt werden: siehe die Gründe in der Liste oben. Es ist nichts reserviert.</translation>
    </message>
    <message>
      <location filename="../../ui/notices.py" />
      <source>{scenes} found. Nothing was charged.</source>
      <translation>{scenes} gefunden. Es wurde nichts abgebucht.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/products.py" />
      <source>{scenes} of %Ln product(s)</source>
      <translation>
        <numerusform>{scenes} von %Ln Produkt</numerusform>
        <numerusform>{scenes} von %Ln Produkten</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <source>{scenes} over {areas}</source>
      <translation>{scenes} · {areas}</translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <source>{scenes} over {some} of {areas} since {day}.</source>
      <translation>{scenes} seit {day}; Gebiete mit Neuem: {some}, durchsucht: {areas}.</translation>
    </message>
    <message>
      <location filename="../../core/gis/outputs/layer_building.py" />
      <source>{scene} (delivered)</source>
      <translation>{scene} (geliefert)</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_facts.py" />
      <source>{scene} · over your area {area}</source>
      <translation>{scene} · über Ihrem Gebiet {area}</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{seconds} s</source>
      <translation>{seconds} s</translation>
    </message>
    <message>
      <location filename="../../ui/wording/scenes.py" />
      <source>{share} % of the area is covered by {scenes}; {open} remains uncovered (hatched on the map).</source>
      <translation>{share} % des Gebiets sind abgedeckt ({scenes}); {open} bleiben offen (auf der Karte schraffiert).</translation>
    </message>
    <message>
      <location filename="../../ui/scenes/scene_facts.py" />
      <source>{share} covered · {area} usable</source>
      <translation>{share} abgedeckt · {area} nutzbar</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/scenes.py" />
      <source>{shown} of %Ln quicklook(s) on the map.</source>
      <translation>
        <numerusform>{shown} von %Ln Quicklook auf der Karte.</numerusform>
        <numerusform>{shown} von %Ln Quicklooks auf der Karte.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/wording/outputs.py" />
      <location filename="../../ui/wording/scenes.py" />
      <source>{shown} of {total}</source>
      <translation>{shown} von {total}</translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>{state} {share}</source>
      <translation>{state} {share}</translation>
    </message>
    <message>
      <location filename="../../ui/outcomes.py" />
      <source>{tip}: {news}</source>
      <translation>{tip}: {news}</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>{title} is required.</source>
      <translation>{title} ist erforderlich.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>{title} must be a number.</source>
      <translation>{title} muss eine Zahl sein.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>{title} must be at least {minimum}.</source>
      <translation>{title} muss mindestens {minimum} sein.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>{title} must be at most {maximum}.</source>
      <translation>{title} darf höchstens {maximum} sein.</translation>
    </message>
    <message>
      <location filename="../../core/wording/problems.py" />
      <source>{title} must be one of the values offered.</source>
      <translation>{title} muss einer der angebotenen Werte sein.</translation>
    </message>
    <message>
      <location filename="../../core/app/areas/area_columns.py" />
      <location filename="../../core/app/scenes/spoken.py" />
      <source>{title} {value}</source>
      <translation>{title} {value}</translation>
    </message>
    <message>
      <location filename="../../core/wording/change.py" />
      <source>{title}: {changed} % differs clearly, {compared} could be compared. {doubt}Found on quicklooks with pixels of {metres} m: look at both pictures before you order.</source>
      <translation>{title}: {changed} % sind deutlich verschieden, {compared} konnten verglichen werden. {doubt}Gefunden auf Quicklooks mit Pixeln von {metres} m: Sehen Sie sich beide Bilder an, bevor Sie bestellen.</translation>
    </message>
    <message>
      <location filename="../../ui/hold/area_costs.py" />
      <location filename="../../ui/jobs/job_delegate.py" />
      <location filename="../../ui/scenes/scene_delegate.py" />
      <source>{title}: {value}</source>
      <translation>{title}: {value}</translation>
    </message>
    <message>
      <location filename="../../core/wording/figures.py" />
      <source>{volume}/s</source>
      <translation>{volume}/s</translation>
    </message>
    <message>
      <location filename="../../ui/wording/areas.py" />
      <source>{wanted} of {total} features selected, each an area of its own</source>
      <translation>{wanted} von {total} Objekten gewählt, jedes ein eigenes Gebiet</translation>
    </message>
    <message>
      <location filename="../../core/gis/scenes/quicklook_layers.py" />
      <source>{way}, certainty {certainty}</source>
      <translation>{way}, Sicherheit {certainty}</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <source>“{name}” did not start, and no credits are held. You can order it again.</source>
      <translation>„{name}“ wurde nicht gestartet, und es sind keine Credits reserviert. Sie können ihn noch einmal bestellen.</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <source>“{name}” did start and is in the job list now. Do not order it again.</source>
      <translation>„{name}“ wurde doch gestartet und ist jetzt in der Jobliste. Bestellen Sie ihn nicht noch einmal.</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <location filename="../../ui/purchase_notices.py" />
      <source>“{name}” failed. Credits that it held and did not use are released.</source>
      <translation>„{name}“ ist fehlgeschlagen. Credits, die er reserviert und nicht verbraucht hat, werden freigegeben.</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <source>“{name}” is done, but some of its scenes were not delivered.</source>
      <translation>„{name}“ ist fertig, aber einige seiner Szenen wurden nicht geliefert.</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <source>“{name}” is done.</source>
      <translation>„{name}“ ist fertig.</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <source>“{name}” is starting. {credits} are held until it completes.</source>
      <translation>„{name}“ wird gestartet. Bis zum Abschluss reserviert: {credits}.</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <source>“{name}” is starting. {note}</source>
      <translation>„{name}“ wird gestartet. {note}</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <source>“{name}” was cancelled. Credits that it held and did not use are released.</source>
      <translation>„{name}“ wurde abgebrochen. Credits, die er reserviert und nicht verbraucht hat, werden freigegeben.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/export.py" />
      <source>“{name}” was not written: it is open in QGIS or another program, or its folder is not writable. Close it there, remove its layer from the project, or choose another name.</source>
      <translation>„{name}“ wurde nicht geschrieben: Die Datei ist in QGIS oder einem anderen Programm geöffnet, oder ihr Ordner ist nicht beschreibbar. Schließen Sie sie dort, entfernen Sie ihren Layer aus dem Projekt, oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
      <location filename="../../ui/wording/export.py" />
      <source>“{name}” was not written: the disk is full. Free some space or choose another folder.</source>
      <translation>„{name}“ wurde nicht geschrieben: Der Datenträger ist voll. Schaffen Sie Platz oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/outputs.py" />
      <source>“{name}”: %Ln file(s) read, nothing missing or changed.</source>
      <translation>
        <numerusform>„{name}“: %Ln Datei gelesen, nichts fehlt oder ist verändert.</numerusform>
        <numerusform>„{name}“: %Ln Dateien gelesen, nichts fehlt oder ist verändert.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/outputs.py" />
      <source>“{name}”: {count} of %Ln file(s) not as delivered: {flaws}.</source>
      <translation>
        <numerusform>„{name}“: {count} von %Ln Datei nicht wie geliefert: {flaws}.</numerusform>
        <numerusform>„{name}“: {count} von %Ln Dateien nicht wie geliefert: {flaws}.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/wording/ledger.py" />
      <source>“{name}”: {own} here, {charged} at UP42.</source>
      <translation>„{name}“: {own} hier, {charged} bei UP42.</translation>
    </message>
    <message>
      <location filename="../../ui/job_notices.py" />
      <location filename="../../ui/purchase_notices.py" />
      <source>“{name}”: {sentence}</source>
      <translation>„{name}“: {sentence}</translation>
    </message>
    <message>
      <location filename="../../core/processing/period_parameters.py" />
      <source>“{text}” is not a date or time. Write it like 2026-05-01 or 2026-05-01T10:00:00Z.</source>
      <translation>„{text}“ ist weder Datum noch Zeitpunkt. Schreiben Sie es wie 2026-05-01 oder 2026-05-01T10:00:00Z.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../ui/wording/jobs.py" />
      <source>• %Ln more job(s)</source>
      <translation>
        <numerusform>• %Ln weiterer Job</numerusform>
        <numerusform>• %Ln weitere Jobs</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../ui/wording/jobs.py" />
      <source>• {name}: {state}</source>
      <translation>• {name}: {state}</translation>
    </message>
    <message>
      <location filename="../../core/wording/change.py" />
      <source>⚠ The position of one of the quicklooks is uncertain: edges may look like change.</source>
      <translation>⚠ Die Lage eines der Quicklooks ist unsicher: Kanten können wie eine Änderung aussehen.</translation>
    </message>
    <message>
      <location filename="../../core/app/scenes/product_list.py" />
      <source>⚠ no price</source>
      <translation>⚠ kein Preis</translation>
    </message>
    <message>
      <location filename="../../ui/wording/order_figures.py" />
      <source>⚠ {missing} missing</source>
      <translation>⚠ {missing} fehlen</translation>
    </message>
    <message>
      <location filename="../../ui/wording/order_figures.py" />
      <source>⚠ {missing} more than the balance of {balance}</source>
      <translation>⚠ {missing} mehr als das Guthaben von {balance}</translation>
    </message>
    <message>
      <location filename="../../ui/wording/order_figures.py" />
      <source>⚠ {missing} more than {balance}</source>
      <translation>⚠ {missing} mehr als {balance}</translation>
    </message>
  </context>
  <context>
    <name>Up42Dock</name>
    <message>
      <location filename="../../ui/dock.py" />
      <source>Configure</source>
      <translation>Formular</translation>
    </message>
    <message>
      <location filename="../../ui/dock.py" />
      <source>Jobs</source>
      <translation>Jobs</translation>
    </message>
    <message>
      <location filename="../../ui/dock.py" />
      <source>Jobs ({count})</source>
      <translation>Jobs ({count})</translation>
    </message>
    <message>
      <location filename="../../ui/dock.py" />
      <source>Scenes</source>
      <translation>Szenen</translation>
    </message>
    <message>
      <location filename="../../ui/dock.py" />
      <source>Scenes ({count})</source>
      <translation>Szenen ({count})</translation>
    </message>
    <message>
      <location filename="../../ui/dock.py" />
      <source>Scenes ({shown} of {count})</source>
      <translation>Szenen ({shown} von {count})</translation>
    </message>
  </context>
  <context>
    <name>Up42JobsPlugin</name>
    <message>
      <location filename="../../plugin.py" />
      <source>Order satellite imagery from UP42</source>
      <translation>Satellitenbilder bei UP42 bestellen</translation>
    </message>
  </context>
  <context>
    <name>WatchButton</name>
    <message>
      <location filename="../../ui/areas/watch_button.py" />
      <source>Keeps the products, the filters and the areas of the last test query over the features of a layer</source>
      <translation>Merkt sich Produkte, Filter und Gebiete der letzten Testabfrage über die Objekte eines Layers</translation>
    </message>
    <message>
      <location filename="../../ui/areas/watch_button.py" />
      <source>Look for New Scenes</source>
      <translation>Neue Szenen suchen</translation>
    </message>
    <message>
      <location filename="../../ui/areas/watch_button.py" />
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <location filename="../../ui/areas/watch_button.py" />
      <source>No watches yet</source>
      <translation>Noch keine Beobachtungen</translation>
    </message>
    <message>
      <location filename="../../ui/areas/watch_button.py" />
      <source>Remove the watch “{name}”?</source>
      <translation>Die Beobachtung „{name}“ entfernen?</translation>
    </message>
    <message>
      <location filename="../../ui/areas/watch_button.py" />
      <source>Remove…</source>
      <translation>Entfernen…</translation>
    </message>
    <message>
      <location filename="../../ui/areas/watch_button.py" />
      <source>Replace the watch “{name}”? Scenes that it has reported are not reported again.</source>
      <translation>Die Beobachtung „{name}“ ersetzen? Szenen, die sie gemeldet hat, werden nicht noch einmal gemeldet.</translation>
    </message>
    <message>
      <location filename="../../ui/areas/watch_button.py" />
      <source>Watch Areas</source>
      <translation>Gebiete beobachten</translation>
    </message>
    <message>
      <location filename="../../ui/areas/watch_button.py" />
      <source>Watch These Areas…</source>
      <translation>Diese Gebiete beobachten…</translation>
    </message>
    <message>
      <location filename="../../ui/areas/watch_button.py" />
      <source>Watch areas</source>
      <translation>Gebiete beobachten</translation>
    </message>
    <message>
      <location filename="../../ui/areas/watch_button.py" />
      <source>Watches</source>
      <translation>Beobachtungen</translation>
    </message>
    <message>
      <location filename="../../ui/areas/watch_button.py" />
      <source>Watches: report each new scene over these areas once, free of charge</source>
      <translation>Beobachtungen: jede neue Szene über diesen Gebieten einmal melden, kostenlos</translation>
    </message>
    <message>
      <location filename="../../ui/areas/watch_button.py" />
      <source>Watch…</source>
      <translation>Beobachten…</translation>
    </message>
  </context>
</TS>
